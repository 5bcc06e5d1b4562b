package org.vdeli.ftp.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/// A connection that carries TLS: all that the JDK's TLS asks of it goes to a connection that is
/// open already. Subclasses change what TLS sees of it.
public class CarrierSocket extends Socket {
    private final Socket carrier;

    /// @param carrier connected
    public CarrierSocket(Socket carrier) {
        this.carrier = carrier;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return carrier.getInputStream();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return carrier.getOutputStream();
    }

    @Override
    public InetAddress getInetAddress() {
        return carrier.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return carrier.getLocalAddress();
    }

    @Override
    public int getPort() {
        return carrier.getPort();
    }

    @Override
    public int getLocalPort() {
        return carrier.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return carrier.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return carrier.getLocalSocketAddress();
    }

    @Override
    public boolean isConnected() {
        return carrier.isConnected();
    }

    @Override
    public boolean isBound() {
        return carrier.isBound();
    }

    @Override
    public boolean isClosed() {
        return carrier.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return carrier.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return carrier.isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        carrier.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        carrier.shutdownOutput();
    }

    @Override
    public void setSoTimeout(int timeout) throws SocketException {
        carrier.setSoTimeout(timeout);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return carrier.getSoTimeout();
    }

    @Override
    public void setSoLinger(boolean on, int linger) throws SocketException {
        carrier.setSoLinger(on, linger);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return carrier.getSoLinger();
    }

    @Override
    public void setTcpNoDelay(boolean on) throws SocketException {
        carrier.setTcpNoDelay(on);
    }

    @Override
    public boolean getTcpNoDelay() throws SocketException {
        return carrier.getTcpNoDelay();
    }

    @Override
    public void close() throws IOException {
        carrier.close();
    }
}
