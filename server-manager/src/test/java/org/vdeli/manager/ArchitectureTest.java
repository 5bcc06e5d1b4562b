package org.vdeli.manager;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.vdeli.contracts.HouseRules;

/// The rules of the house and those of the manager, each with its reason.
@AnalyzeClasses(
        packages = "org.vdeli.manager",
        importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule KEEPS_THE_WEB_SERVER_IN_API =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("org.vdeli.manager.api..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..")
                    .because(
                            "features describe routes; what serves them can change without touching"
                                    + " them");

    @ArchTest
    static final ArchRule STORES_KNOW_NO_HTTP =
            noClasses()
                    .that()
                    .resideInAnyPackage("..jpa..", "..database..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "org.vdeli.manager.api..",
                            "org.vdeli.manager.events..",
                            "com.rabbitmq..",
                            "org.vdeli.contracts.amqp..")
                    .because("what is stored does not depend on who asks or is told");

    @ArchTest
    static final ArchRule DECISIONS_KNOW_NO_STORES =
            noClasses()
                    .that()
                    .resideInAPackage("org.vdeli.manager.placement..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..database..", "..jpa..")
                    .because("a decision is a function of what it is given (architecture, rule 5)");

    @ArchTest
    static final ArchRule ONLY_THE_WIRING_OPENS_THE_DATABASE =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("org.vdeli.manager", "org.vdeli.manager.database..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("org.vdeli.manager.database.Database")
                    .because(
                            "services hold Transactions, so that they run on the stores in memory");

    @ArchTest
    static final ArchRule ROWS_LIVE_IN_JPA =
            classes()
                    .that()
                    .haveSimpleNameEndingWith("Row")
                    .should()
                    .resideInAPackage("..jpa..")
                    .because("a row is the database's form of a thing and stays behind its store");

    @ArchTest
    static final ArchRule ROOT_IS_USED_BY_NOBODY =
            noClasses()
                    .that()
                    .resideInAPackage("org.vdeli.manager.*..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.vdeli.manager")
                    .because("the wiring knows the parts, not the parts the wiring");
}
