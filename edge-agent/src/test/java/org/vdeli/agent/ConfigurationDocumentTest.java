package org.vdeli.agent;

import org.junit.jupiter.api.Test;
import org.vdeli.contracts.config.ConfigReader;
import org.vdeli.contracts.config.DocumentedKeys;

class ConfigurationDocumentTest {
    @Test
    void theDocumentHasTheKeysThatAreRead() {
        DocumentedKeys.check("agent", ConfigReader.of(AgentConfig.class));
    }
}
