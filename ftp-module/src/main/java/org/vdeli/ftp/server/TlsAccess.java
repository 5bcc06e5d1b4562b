package org.vdeli.ftp.server;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.apache.ftpserver.ssl.ClientAuth;
import org.apache.ftpserver.ssl.SslConfiguration;
import org.jspecify.annotations.Nullable;

/// TLS 1.2 and 1.3 with the JDK's cipher suites.
///
/// @param context with the service's key
record TlsAccess(SSLContext context) implements SslConfiguration {
    @Override
    public SSLSocketFactory getSocketFactory() {
        return context.getSocketFactory();
    }

    @Override
    public SSLContext getSSLContext() {
        return context;
    }

    @Override
    public SSLContext getSSLContext(String protocol) {
        return context;
    }

    @Override
    public String @Nullable [] getEnabledCipherSuites() {
        return null;
    }

    @Override
    public String getEnabledProtocol() {
        return "TLSv1.3";
    }

    @Override
    public String[] getEnabledProtocols() {
        return new String[] {"TLSv1.3", "TLSv1.2"};
    }

    @Override
    public ClientAuth getClientAuth() {
        return ClientAuth.NONE;
    }
}
