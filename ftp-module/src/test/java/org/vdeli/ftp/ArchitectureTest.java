package org.vdeli.ftp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import org.vdeli.contracts.HouseRules;

@AnalyzeClasses(packages = "org.vdeli.ftp", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchRule HAS_NO_CYCLES =
            slices().matching("org.vdeli.ftp.(*)..")
                    .should()
                    .beFreeOfCycles()
                    .because("a part that can be read alone can be changed alone");

    @ArchTest
    static final ArchRule UPLOADS_DO_NOT_KNOW_FTP =
            noClasses()
                    .that()
                    .resideInAnyPackage("org.vdeli.ftp.upload..", "org.vdeli.ftp.account..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.ftpserver..", "org.apache.mina..")
                    .because("another way in, such as HTTP, must be able to use them");
}
