package org.vdeli.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vdeli.contracts.config.ConfigResult;
import org.vdeli.contracts.config.DocumentedKeys;

class RouterConfigurationTest {
    private static final Map<String, String> TOKEN = Map.of("VDELI_TOKEN", "x");

    private static String problems(String... flags) {
        return switch (RouterNodeConfig.reader().read(Optional.empty(), TOKEN, List.of(flags))) {
            case ConfigResult.Problems<RouterNodeConfig> wrong -> wrong.asText("router");
            case ConfigResult.Ok<RouterNodeConfig> _ -> "";
        };
    }

    @Test
    void theDocumentHasTheKeysThatAreRead() {
        DocumentedKeys.check("router", RouterNodeConfig.reader());
    }

    @Test
    void itsTokenGoesToManagersOverTlsAlone() {
        assertThat(problems("--data=d", "--managers=https://a:8080,http://127.0.0.1:8080"))
                .isEmpty();
        assertThat(problems("--data=d", "--managers=http://manager:8080"))
                .contains("managers must be https addresses");
    }

    @Test
    void aTemplateMustLeadToAFileOnAServer() {
        String[] common = {"--data=d", "--managers=https://a:8080"};
        assertThat(problems(common[0], common[1], "--router.url-template=https://{name}.x/{path}"))
                .isEmpty();
        assertThat(problems(common[0], common[1], "--router.url-template=https://{edge}/"))
                .contains("must have {path}");
        assertThat(problems(common[0], common[1], "--router.url-template=https://{server}/{path}"))
                .contains("{server} is none of");
        assertThat(problems(common[0], common[1], "--router.trusted-proxies=proxy"))
                .contains("router.trusted-proxies must be networks");
    }
}
