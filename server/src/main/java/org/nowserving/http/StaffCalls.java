package org.nowserving.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nowserving.accounts.BusyException;
import org.nowserving.accounts.StaffAccounts;
import org.nowserving.protocol.StaffName;
import org.nowserving.store.Role;
import org.nowserving.store.StoreException;

/** Who works here: list, add, remove, new password. Blocks: virtual threads only. */
final class StaffCalls {
  private static final String NOBODY = "nobody has that name";

  private final StaffAccounts accounts;

  StaffCalls(StaffAccounts accounts) {
    this.accounts = accounts;
  }

  ApiResponse list(ApiCall call) throws StoreException {
    List<String> members =
        accounts.list().stream()
            .map(member ->
                Json.object(json ->
                    json.text("name", member.name().text()).text("role", word(member.role()))))
            .toList();
    return ApiResponse.json(200, "{\"staff\":[" + String.join(",", members) + "]}");
  }

  ApiResponse add(ApiCall call) throws ApiRefusal, StoreException, BusyException {
    StaffName name = nameIn(call.field("name"));
    Role role = roleIn(call.field("role"));
    return switch (accounts.add(name, call.field("password"), role)) {
      case StaffAccounts.Addition.Added() ->
          ApiResponse.json(
              201, Json.object(json -> json.text("name", name.text()).text("role", word(role))));
      case StaffAccounts.Addition.NameTaken() ->
          throw ApiRefusal.of(409, "somebody has that name already");
      case StaffAccounts.Addition.BadPassword(var flaw) -> throw ApiRefusal.badRequest(flaw);
    };
  }

  ApiResponse remove(ApiCall call) throws ApiRefusal, StoreException {
    return switch (accounts.remove(memberIn(call))) {
      case REMOVED -> ApiResponse.noContent();
      case NO_SUCH_MEMBER -> throw ApiRefusal.of(404, NOBODY);
      case LAST_ADMIN -> throw ApiRefusal.of(409, "the last admin cannot be removed");
      case STILL_SERVING ->
          throw ApiRefusal.of(409, "the member is serving a ticket, complete or cancel it first");
      case UNAVAILABLE ->
          throw ApiRefusal.unavailable(
              "the service is temporarily unavailable, nothing was changed");
      case IN_DOUBT ->
          throw ApiRefusal.unavailable(
              "the service is slow; the member was not removed, but may have lost their table: look and try again");
      case UNSETTLED ->
          throw ApiRefusal.unavailable(
              "the database does not answer; the member can do nothing any more and is removed as soon as it answers");
    };
  }

  ApiResponse changePassword(ApiCall call) throws ApiRefusal, StoreException, BusyException {
    return switch (accounts.changePassword(
        memberIn(call), call.field("password"), call.session().id())) {
      case StaffAccounts.PasswordChange.Changed() -> ApiResponse.noContent();
      case StaffAccounts.PasswordChange.Unsettled() ->
          throw ApiRefusal.unavailable(
              "the database does not answer; the old password may hold or the new one; the other sessions can do nothing any more");
      case StaffAccounts.PasswordChange.NoSuchMember() -> throw ApiRefusal.of(404, NOBODY);
      case StaffAccounts.PasswordChange.BadPassword(var flaw) -> throw ApiRefusal.badRequest(flaw);
    };
  }

  /** The role as it stands in JSON. */
  static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static StaffName memberIn(ApiCall call) throws ApiRefusal {
    return StaffName.of(call.word("name")).orElseThrow(() -> ApiRefusal.of(404, NOBODY));
  }

  private static StaffName nameIn(String text) throws ApiRefusal {
    return StaffName.of(text)
        .orElseThrow(() ->
            ApiRefusal.badRequest(
                "the name is not valid: 1 to "
                    + StaffName.MAX_CODE_POINTS
                    + " characters, none of them a control character"));
  }

  private static Role roleIn(String text) throws ApiRefusal {
    return Arrays.stream(Role.values())
        .filter(role -> word(role).equals(text))
        .findFirst()
        .orElseThrow(() -> ApiRefusal.badRequest("the role is either \"staff\" or \"admin\""));
  }
}
