package org.vdeli.manager;

import org.junit.jupiter.api.Test;
import org.vdeli.contracts.config.DocumentedKeys;

class ConfigurationDocumentTest {
    @Test
    void theDocumentHasTheKeysThatAreRead() {
        DocumentedKeys.check("manager", ManagerConfig.reader());
    }
}
