package org.vdeli.contracts;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = "org.vdeli.contracts",
        importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule PACKAGES_STAND_IN_LAYERS =
            layeredArchitecture()
                    .consideringOnlyDependenciesInLayers()
                    .layer("id")
                    .definedBy("org.vdeli.contracts.id")
                    .layer("value")
                    .definedBy("org.vdeli.contracts.value")
                    .layer("agent")
                    .definedBy("org.vdeli.contracts.agent")
                    .layer("ingest")
                    .definedBy("org.vdeli.contracts.ingest")
                    .layer("api")
                    .definedBy("org.vdeli.contracts.api")
                    .layer("wire")
                    .definedBy("org.vdeli.contracts.wire")
                    .layer("config")
                    .definedBy("org.vdeli.contracts.config")
                    .layer("amqp")
                    .definedBy("org.vdeli.contracts.amqp")
                    .whereLayer("amqp")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("wire")
                    .mayNotBeAccessedByAnyLayer()
                    .whereLayer("config")
                    .mayOnlyBeAccessedByLayers("amqp")
                    .whereLayer("api")
                    .mayOnlyBeAccessedByLayers("wire")
                    .whereLayer("agent")
                    .mayOnlyBeAccessedByLayers("api", "wire")
                    .whereLayer("ingest")
                    .mayOnlyBeAccessedByLayers("api", "wire")
                    .whereLayer("value")
                    .mayOnlyAccessLayers("id")
                    .whereLayer("id")
                    .mayNotAccessAnyLayer()
                    .because("messages know values and ids, and nothing knows how they travel");

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("org.vdeli.contracts.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("a cycle of packages is one package with a false border");
}
