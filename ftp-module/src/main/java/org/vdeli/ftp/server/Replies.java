package org.vdeli.ftp.server;

import java.util.List;
import java.util.Map;
import org.apache.ftpserver.message.MessageResource;
import org.apache.ftpserver.message.MessageResourceFactory;
import org.jspecify.annotations.Nullable;

/// FtpServer's own reply texts, with our banner.
final class Replies implements MessageResource {
    private final MessageResource standard = new MessageResourceFactory().createMessageResource();
    private final String banner;

    Replies(String banner) {
        this.banner = banner;
    }

    @Override
    public List<String> getAvailableLanguages() {
        return List.of();
    }

    @Override
    public @Nullable String getMessage(
            int code, @Nullable String subId, @Nullable String language) {
        return code == 220 ? banner : standard.getMessage(code, subId, null);
    }

    @Override
    public Map<String, String> getMessages(@Nullable String language) {
        return standard.getMessages(null);
    }
}
