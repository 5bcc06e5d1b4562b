package org.vdeli.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.vdeli.contracts.HouseRules;

@AnalyzeClasses(packages = "org.vdeli.router", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("org.vdeli.router.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("a part that can be read alone can be changed alone");

    @ArchTest
    static final ArchRule NEEDS_NO_BROKER =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "com.rabbitmq..", "org.vdeli.contracts.amqp..", "java.sql..")
                    .because("a router goes on for days without anything but its own disk");
}
