package org.nowserving;

import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nowserving.accounts.Tokens;
import org.nowserving.settings.EffectiveSettings;
import org.nowserving.store.Role;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code nowserving staff add|list|remove|password}: clients of a running server, so that a change
 * counts at once and needs no way into the database. Called by picocli only.
 */
@Command(
    name = "staff",
    sortOptions = false,
    description = {"Manages who may sign in, on a running server.", ""},
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n")
final class StaffCommands {
  private final Surroundings surroundings;
  @Spec private @Nullable CommandSpec command;

  StaffCommands(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** How to reach the server, and as whom. */
  static final class Access {
    @Option(
        names = "--url",
        paramLabel = "URL",
        defaultValue = "http://127.0.0.1:8080",
        converter = WebAddress.class,
        description = "The server. Default: ${DEFAULT-VALUE}")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(
        names = "--as",
        paramLabel = "NAME",
        defaultValue = "admin",
        description = "The staff member to sign in as. Default: ${DEFAULT-VALUE}")
    private String as = "admin";

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description =
            "A file whose first line is their password. Without one it is taken from "
                + EffectiveSettings.ADMIN_PASSWORD_VARIABLE
                + " in the environment, or asked for.")
    private @Nullable Path passwordFile;
  }

  /** Takes nothing but what an HTTP client can reach. */
  static final class WebAddress implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        URI uri = new URI(text);
        if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
            && uri.getHost() != null) {
          return uri;
        }
      } catch (URISyntaxException e) {
        // said below
      }
      throw new TypeConversionException("must be a URL like http://127.0.0.1:8080");
    }
  }

  /** Where a new password comes from. */
  static final class NewPassword {
    @Option(
        names = "--new-password-file",
        paramLabel = "FILE",
        description = "A file whose first line is the new password. Without one it is asked for.")
    private @Nullable Path file;

    @Option(
        names = "--generate-password",
        description = "Make up a new password and print it, once.")
    private boolean generate;
  }

  @Command(
      name = "add",
      sortOptions = false,
      description = {"Adds a staff member.", ""})
  int add(
      @Parameters(paramLabel = "NAME", description = "What they sign in as.") String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "staff",
              description = "staff, or admin, who may also manage the staff. Default: staff")
          Role role,
      @Mixin NewPassword newPassword,
      @Mixin Access access)
      throws UserError {
    try (StaffApi api = signIn(access, surroundings)) {
      String password = newPassword(newPassword, name);
      api.add(name, password, role);
      out().println("Added " + name + " (" + role.name().toLowerCase(Locale.ROOT) + ").");
      printGenerated(newPassword, password);
    }
    return ExitCode.OK.code;
  }

  @Command(
      name = "list",
      sortOptions = false,
      description = {"Lists the staff members.", ""})
  int list(@Mixin Access access) throws UserError {
    try (StaffApi api = signIn(access, surroundings)) {
      List<StaffApi.Member> members = api.list();
      for (StaffApi.Member member : members) {
        out().println("%-5s  %s".formatted(member.role(), member.name()));
      }
    }
    return ExitCode.OK.code;
  }

  @Command(
      name = "remove",
      sortOptions = false,
      description = {
        "Removes a staff member: signs them out everywhere and frees their table.",
        ""
      })
  int remove(
      @Parameters(paramLabel = "NAME", description = "Whom to remove.") String name,
      @Mixin Access access)
      throws UserError {
    try (StaffApi api = signIn(access, surroundings)) {
      api.remove(name);
      out().println("Removed " + name + ".");
    }
    return ExitCode.OK.code;
  }

  @Command(
      name = "password",
      sortOptions = false,
      description = {
        "Changes a password: an admin may change any, everybody their own (--as).",
        ""
      })
  int password(
      @Parameters(paramLabel = "NAME", description = "Whose password to change.") String name,
      @Mixin NewPassword newPassword,
      @Mixin Access access)
      throws UserError {
    try (StaffApi api = signIn(access, surroundings)) {
      String password = newPassword(newPassword, name);
      api.changePassword(name, password);
      out().println("Changed the password of " + name + ", who has to sign in again.");
      printGenerated(newPassword, password);
    }
    return ExitCode.OK.code;
  }

  /** Signs in as whoever these options name; what they leave out is asked for. */
  static StaffApi signIn(Access access, Surroundings surroundings) throws UserError {
    String password;
    if (access.passwordFile != null) {
      password = Passwords.fromFile(access.passwordFile, "--password-file");
    } else if (surroundings.adminPassword().isPresent()) {
      password = surroundings.adminPassword().get();
    } else {
      password =
          answer(
              surroundings.secret().apply("Password of " + access.as + ": "),
              "the password of " + access.as,
              "--password-file or " + EffectiveSettings.ADMIN_PASSWORD_VARIABLE);
    }
    return StaffApi.signIn(access.url, access.as, password);
  }

  private String newPassword(NewPassword source, String name) throws UserError {
    if (source.generate) {
      return new Tokens(new SecureRandom()).password();
    }
    if (source.file != null) {
      return Passwords.fromFile(source.file, "--new-password-file");
    }
    return answer(
        Passwords.askTwice(surroundings, "New password of " + name),
        "the new password of " + name,
        "--new-password-file or --generate-password");
  }

  private static String answer(Optional<String> typed, String what, String instead)
      throws UserError {
    return typed
        .filter(text -> !text.isEmpty())
        .orElseThrow(() ->
            new UserError(
                "Nobody typed %s; where there is no terminal, give %s.".formatted(what, instead)));
  }

  private void printGenerated(NewPassword source, String password) {
    if (source.generate) {
      out().println("Password: " + password);
    }
  }

  private PrintWriter out() {
    if (command == null) {
      throw new AssertionError("picocli sets the command BEFORE it calls one");
    }
    return command.commandLine().getOut();
  }
}
