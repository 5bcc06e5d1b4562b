package org.vdeli.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.vdeli.contracts.HouseRules;

@AnalyzeClasses(
        packages = "org.vdeli.console",
        importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule VIEWS_DO_NOT_TOUCH_THE_LINE =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("View")
                    .or()
                    .haveSimpleNameEndingWith("Pane")
                    .or()
                    .haveSimpleNameEndingWith("Bar")
                    .or()
                    .resideInAPackage("org.vdeli.console.ui..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.vdeli.console.link..")
                    .because(
                            "a view binds to its model; what blocks belongs off the screen's"
                                    + " thread");

    @ArchTest
    static final ArchRule MODELS_KNOW_NO_SCENE =
            noClasses()
                    .that()
                    .haveSimpleNameEndingWith("Model")
                    .or()
                    .haveSimpleNameEndingWith("Row")
                    .or()
                    .resideInAnyPackage(
                            "org.vdeli.console.geo..",
                            "org.vdeli.console.link..",
                            "org.vdeli.console.mirror..",
                            "org.vdeli.console.table..",
                            "org.vdeli.console.text..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "javafx.scene..",
                            "javafx.stage..",
                            "javafx.application..",
                            "org.vdeli.console.ui..")
                    .because("models are tested in milliseconds, without the toolkit");

    @ArchTest
    static final ArchRule THE_LINE_KNOWS_NO_JAVAFX =
            noClasses()
                    .that()
                    .resideInAnyPackage("org.vdeli.console.link..", "org.vdeli.console.mirror..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("javafx..")
                    .because("what comes from the manager is handled on threads that never draw");

    @ArchTest
    static final ArchRule SCREENS_DO_NOT_KNOW_EACH_OTHER =
            com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices()
                    .matching(
                            "org.vdeli.console.(servers|assets|alarms|overview|map|login|policies|jobs|audit)..")
                    .should()
                    .notDependOnEachOther()
                    .because("a screen can be changed or taken out without another one's leave");
}
