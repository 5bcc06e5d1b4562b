package org.vdeli.ftp;

import org.junit.jupiter.api.Test;
import org.vdeli.contracts.config.ConfigReader;
import org.vdeli.contracts.config.DocumentedKeys;

class ConfigurationDocumentTest {
    @Test
    void theDocumentHasTheKeysThatAreRead() {
        DocumentedKeys.check("ftp", ConfigReader.of(FtpNodeConfig.class));
    }
}
