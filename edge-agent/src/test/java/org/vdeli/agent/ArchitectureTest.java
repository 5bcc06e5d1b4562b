package org.vdeli.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.vdeli.contracts.HouseRules;

@AnalyzeClasses(packages = "org.vdeli.agent", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("org.vdeli.agent.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("each room can then be understood without those that use it");

    @ArchTest
    static final ArchRule FILLS_AND_STORE_KNOW_NO_BROKER =
            noClasses()
                    .that()
                    .resideInAnyPackage("..agent.fill..", "..agent.store..", "..agent.nginx..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("..contracts.amqp..", "com.rabbitmq..")
                    .because("they must work the same while the broker is away");
}
