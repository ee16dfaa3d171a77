package org.nowserving;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keeps the arrows between the packages one-way, and the floor pure. */
class ArchitectureTest {

  private static final String ROOT = "org.nowserving";

  /** What a package may know of the others; a package that stands in no row may not exist. */
  record Row(String from, List<String> to) {
    static Row of(String from, String... to) {
      return new Row(full(from), Stream.of(to).map(Row::full).toList());
    }

    private static String full(String name) {
      return name.isEmpty() ? ROOT : ROOT + "." + name;
    }

    @Override
    public String toString() {
      return from + " -> " + to;
    }
  }

  // In reading order: words, what is kept, what happens, when, over what, who, watched how, wired
  // where.
  private static final List<Row> ARROWS =
      List.of(
          Row.of("protocol"),
          Row.of("protocol.text", "protocol"),
          Row.of("store", "protocol"),
          Row.of("store.postgres", "store", "protocol"),
          Row.of("floor", "store", "protocol"),
          Row.of("loop", "floor", "store", "protocol"),
          Row.of("keys"),
          Row.of("limits"),
          Row.of("net", "keys", "limits", "loop", "floor", "store", "protocol", "protocol.text"),
          Row.of("accounts", "loop", "floor", "store", "protocol"),
          Row.of("http", "accounts", "keys", "limits", "loop", "floor", "store", "protocol"),
          Row.of("ops", "net", "limits", "loop", "floor", "store", "protocol"),
          Row.of(
              "settings", "net", "limits", "loop", "floor", "store", "protocol", "protocol.text"),
          Row.of("logs", "settings"),
          new Row(ROOT, List.of(ROOT + "..")));

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages(ROOT);

  @ParameterizedTest
  @FieldSource("ARROWS")
  void knowsOnlyWhatItsArrowsPointAt(Row row) {
    classes()
        .that()
        .resideInAPackage(row.from())
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage(ROOT + "..")
                .or(resideInAPackage(row.from()))
                .or(resideInAnyPackage(row.to().toArray(String[]::new))))
        .check(PRODUCT);
  }

  @Test
  void everyPackageStandsInARow() {
    Set<String> packages =
        PRODUCT.stream()
            .map(JavaClass::getPackage)
            .map(JavaPackage::getName)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> rows =
        ARROWS.stream().map(Row::from).collect(Collectors.toCollection(TreeSet::new));
    assertEquals(rows, packages);
  }

  @Test
  void sqlStaysInTheStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".store.postgres")
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.sql", "org.postgresql..", "org.flywaydb.."))
        .check(PRODUCT);
  }

  @Test
  void bucketsStayInTheLimits() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".limits")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.github.bucket4j..", "com.github.benmanes.caffeine.."))
        .check(PRODUCT);
  }

  /** A list of what is allowed, so that a clock nobody has thought of yet is refused too. */
  @Test
  void theFloorIsPure() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".floor..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java.lang",
                    "java.lang.runtime",
                    "java.time",
                    "java.time.temporal",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "org.jspecify.annotations",
                    ROOT + ".floor..",
                    ROOT + ".store",
                    ROOT + ".protocol")
                .and(
                    not(
                        equivalentTo(Clock.class)
                            .or(equivalentTo(Random.class))
                            .or(equivalentTo(SplittableRandom.class))
                            .or(equivalentTo(UUID.class))
                            .or(equivalentTo(Timer.class))
                            .or(equivalentTo(System.class))
                            .or(equivalentTo(Runtime.class))
                            .or(equivalentTo(Process.class))
                            .or(equivalentTo(ProcessBuilder.class))
                            .or(equivalentTo(Thread.class))
                            .or(equivalentTo(ThreadLocal.class)))))
        .check(PRODUCT);
  }

  @Test
  void theFloorAsksForNeitherTimeNorChanceNorThreads() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".floor..")
        .should()
        .callCodeUnitWhere(
            callTo("java.time", "now")
                .or(callTo("java.lang", "random"))
                .or(callTo("java.util", "shuffle"))
                .or(callTo("java.util", "parallelStream"))
                .or(callTo("java.util.stream", "parallel"))
                .or(callTo("java.lang", "wait"))
                .or(callTo("java.lang", "notify"))
                .or(callTo("java.lang", "notifyAll")))
        .check(PRODUCT);
  }

  @Test
  void theFloorHasNoLocksAndNoStaticState() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(ROOT + ".floor..")
        .should()
        .notHaveModifier(JavaModifier.SYNCHRONIZED)
        .check(PRODUCT);
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(ROOT + ".floor..")
        .and()
        .areStatic()
        .should()
        .beFinal()
        .check(PRODUCT);
  }

  private static DescribedPredicate<JavaCall<?>> callTo(String owner, String method) {
    return DescribedPredicate.describe(
        "%s..%s()".formatted(owner, method),
        call -> {
          CodeUnitCallTarget target = call.getTarget();
          return target.getName().equals(method)
              && target.getOwner().getPackageName().startsWith(owner);
        });
  }
}
