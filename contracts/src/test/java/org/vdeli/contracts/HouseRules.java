package org.vdeli.contracts;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Random;

/// The rules of the house that a machine can check, each with its reason.
///
/// A program includes them in its own `ArchitectureTest`:
///
/// ```java
/// @AnalyzeClasses(packages = "org.vdeli.agent", importOptions = ImportOption.DoNotIncludeTests.class)
/// final class ArchitectureTest {
///     @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);
/// }
/// ```
///
/// A rule about classes that a program does not have holds for it.
public final class HouseRules {
    private static final DescribedPredicate<JavaClass> WIRING =
            DescribedPredicate.describe(
                    "in a class named Wiring",
                    type -> outermost(type).getSimpleName().endsWith("Wiring"));

    private static final DescribedPredicate<JavaClass> COMMANDS =
            resideInAnyPackage("org.vdeli.ftp.ftpput..", "org.vdeli.installers..", "..command..")
                    .or(
                            DescribedPredicate.describe(
                                    "with a main method",
                                    type ->
                                            outermost(type)
                                                    .tryGetMethod("main", String[].class)
                                                    .isPresent()))
                    .as("command packages or classes with a main method");

    @ArchTest
    static final ArchRule LOGS_THROUGH_SLF4J =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.util.logging..",
                            "org.apache.commons.logging..",
                            "org.apache.log4j..")
                    .because(
                            "one log interface gives one format and one place to set levels (style, 3)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule PRINTS_IN_COMMANDS_ALONE =
            noClasses()
                    .that(are(DescribedPredicate.not(COMMANDS)))
                    .should()
                    .accessField(System.class, "out")
                    .orShould()
                    .accessField(System.class, "err")
                    .because(
                            "a service speaks through its log; only a command that a person has called"
                                    + " prints")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule TAKES_THE_TIME_FROM_OUTSIDE =
            noClasses()
                    .that(are(DescribedPredicate.not(WIRING)))
                    .and()
                    .resideOutsideOfPackage("org.vdeli.installers..")
                    .should()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(LocalDate.class, "now")
                    .orShould()
                    .callMethod(LocalDateTime.class, "now")
                    .orShould()
                    .callMethod(ZonedDateTime.class, "now")
                    .orShould()
                    .callMethod(OffsetDateTime.class, "now")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(InstantSource.class, "system")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .orShould()
                    .callMethod(Clock.class, "systemDefaultZone")
                    .because(
                            "time comes in as an InstantSource from Wiring, so that tests set it"
                                    + " (style, 3); a span is measured with System.nanoTime")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule TAKES_CHANCE_FROM_OUTSIDE =
            noClasses()
                    .that(are(DescribedPredicate.not(WIRING)))
                    .should()
                    .callConstructor(Random.class)
                    .orShould()
                    .callConstructor(Random.class, long.class)
                    .orShould()
                    .callMethod(Math.class, "random")
                    .because(
                            "chance comes in as a RandomGenerator from Wiring, so that tests repeat (style, 3)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses()
                    .that()
                    .doNotHaveFullyQualifiedName("org.vdeli.manager.Manager")
                    .should()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .orShould()
                    .haveSimpleNameEndingWith("Info")
                    .orShould()
                    .haveSimpleNameEndingWith("Data")
                    .orShould()
                    .haveSimpleNameEndingWith("DTO")
                    .orShould()
                    .haveSimpleNameEndingWith("Dto")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .because(
                            "such endings say nothing; the Manager is the program alone (style, 2)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule KEEPS_HIBERNATE_IN_JPA_AND_DATABASE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("..jpa..", "..database..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.hibernate..", "jakarta.persistence..", "jakarta.data..")
                    .because(
                            "the domain is records; rows live behind a store interface (architecture, rule 6)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule HIDES_ROWS =
            classes()
                    .that()
                    .areAnnotatedWith("jakarta.persistence.Entity")
                    .should()
                    .notBePublic()
                    .because("nobody outside its jpa package sees a row (architecture, rule 6)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule KEEPS_DECISIONS_PURE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "org.vdeli.manager.policy",
                            "org.vdeli.manager.placement",
                            "org.vdeli.router.decide")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "org.slf4j..",
                                            "java.sql..",
                                            "java.net.http..",
                                            "com.rabbitmq..")
                                    .or(
                                            are(
                                                    nameMatching(
                                                            "java\\.nio\\.file\\.Files|java\\.time\\.InstantSource"))))
                    .because(
                            "decisions are functions without I/O, clock or log (architecture, rule 5)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule KEEPS_JACKSON_AT_THE_WIRE =
            noClasses()
                    .that()
                    .resideInAPackage("org.vdeli.contracts..")
                    .and()
                    .resideOutsideOfPackages(
                            "org.vdeli.contracts.wire..", "org.vdeli.contracts.config..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
                    .because(
                            "records stay bare; mix-ins in wire say how they are written (style, 3)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule KEEPS_THE_BROKER_CLIENT_IN_AMQP =
            noClasses()
                    .that()
                    .resideInAPackage("org.vdeli.contracts..")
                    .and()
                    .resideOutsideOfPackage("org.vdeli.contracts.amqp..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.rabbitmq..")
                    .because(
                            "the other packages are used by programs without a broker (architecture, 2)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule KEEPS_BROKER_AND_DATABASE_OUT_OF_THE_CONSOLE =
            noClasses()
                    .that()
                    .resideInAPackage("org.vdeli.console..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "com.rabbitmq..",
                            "org.vdeli.contracts.amqp..",
                            "java.sql..",
                            "org.hibernate..")
                    .because("the console speaks to the manager's API alone (architecture, 2)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule KEEPS_JAVAFX_IN_THE_CONSOLE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("org.vdeli.console..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("javafx..")
                    .because("services run without a screen and without its libraries")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule CONTRACTS_KNOW_NO_PROGRAM =
            noClasses()
                    .that()
                    .resideInAPackage("org.vdeli.contracts..")
                    .should()
                    .dependOnClassesThat(
                            are(
                                    resideInAPackage("org.vdeli..")
                                            .and(
                                                    DescribedPredicate.not(
                                                            resideInAPackage(
                                                                    "org.vdeli.contracts..")))))
                    .because(
                            "contracts are what all share, so they stand below all (architecture, 2)")
                    .allowEmptyShould(true);

    @ArchTest static final ArchRule PRIVATE_SERVICES_KNOW_NOBODY = alone("services");

    @ArchTest static final ArchRule THE_FTP_MODULE_KNOWS_NO_PROGRAM = alone("ftp", "contracts");

    @ArchTest static final ArchRule THE_ROUTER_KNOWS_NO_PROGRAM = alone("router", "contracts");

    @ArchTest static final ArchRule THE_AGENT_KNOWS_NO_PROGRAM = alone("agent", "contracts");

    @ArchTest static final ArchRule THE_CONSOLE_KNOWS_NO_PROGRAM = alone("console", "contracts");

    @ArchTest
    static final ArchRule THE_MANAGER_KNOWS_FTP_MODULE_AND_ROUTER_ALONE =
            alone("manager", "contracts", "services", "ftp", "router");

    @ArchTest
    static final ArchRule INJECTS_NO_FIELDS =
            noFields()
                    .should()
                    .beAnnotatedWith("jakarta.inject.Inject")
                    .orShould()
                    .beAnnotatedWith("javax.inject.Inject")
                    .orShould()
                    .beAnnotatedWith("jakarta.annotation.Resource")
                    .orShould()
                    .beAnnotatedWith("jakarta.persistence.PersistenceContext")
                    .because(
                            "everything comes in by constructor from one hand-written Wiring (architecture, rule 7)")
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule USES_ONE_BUILDING_TOOL_FOR_JSON =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "com.fasterxml.jackson.databind..", "com.google.gson..", "org.json..")
                    .because(
                            "Jackson 3 (tools.jackson) is the one JSON library of the house (dependencies)")
                    .allowEmptyShould(true);

    private HouseRules() {}

    /// A room that may know the named other rooms of the house, and no further ones.
    private static ArchRule alone(String room, String... known) {
        DescribedPredicate<JavaClass> allowed = resideInAPackage("org.vdeli." + room + "..");
        for (String one : known) {
            allowed = allowed.or(resideInAPackage("org.vdeli." + one + ".."));
        }
        return noClasses()
                .that()
                .resideInAPackage("org.vdeli." + room + "..")
                .should()
                .dependOnClassesThat(
                        are(
                                resideInAPackage("org.vdeli..")
                                        .and(DescribedPredicate.not(allowed))
                                        .as("in a room that org.vdeli." + room + " does not know")))
                .because("programs speak by messages and never import each other (architecture, 2)")
                .allowEmptyShould(true);
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
