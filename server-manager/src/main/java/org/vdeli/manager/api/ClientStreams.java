package org.vdeli.manager.api;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.InputStream;

/// The bytes that come from a client and go to it. What goes wrong with them is told apart from
/// what goes wrong with the manager's own files: it is a [Gone].
final class ClientStreams {
    private ClientStreams() {}

    /// The client went away, or is too slow.
    static final class Gone extends IOException {
        Gone(IOException cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }

    /// The body may not be read further.
    static final class Refused extends IOException {
        private final transient ProblemException problem;

        Refused(ProblemException problem) {
            super(problem.getMessage());
            this.problem = problem;
        }

        ProblemException problem() {
            return problem;
        }
    }

    static HttpServletRequest of(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public ServletInputStream getInputStream() throws IOException {
                return new In(super.getInputStream());
            }
        };
    }

    static HttpServletResponse of(HttpServletResponse response) {
        return new HttpServletResponseWrapper(response) {
            @Override
            public ServletOutputStream getOutputStream() throws IOException {
                return new Out(super.getOutputStream());
            }
        };
    }

    /// The same bytes, as far as a body may be long and may take.
    static InputStream limited(InputStream in, long bytes, long nanos) {
        return new InputStream() {
            private final long begun = System.nanoTime();
            private long read;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                int n = read(one, 0, 1);
                return n < 0 ? n : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int n = in.read(buffer, offset, length);
                read += Math.max(0, n);
                if (read > bytes) {
                    throw new Refused(ProblemException.tooLarge(bytes));
                }
                if (System.nanoTime() - begun > nanos) {
                    throw new Refused(
                            ProblemException.tooSlow(
                                    "could not read the body within "
                                            + nanos / 1_000_000_000
                                            + " s"));
                }
                return n;
            }
        };
    }

    private static final class In extends ServletInputStream {
        private final ServletInputStream in;

        In(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            try {
                return in.read();
            } catch (IOException e) {
                throw new Gone(e);
            }
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                throw new Gone(e);
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }

    private static final class Out extends ServletOutputStream {
        private final ServletOutputStream out;

        Out(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            try {
                out.write(one);
            } catch (IOException e) {
                throw new Gone(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw new Gone(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw new Gone(e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (IOException e) {
                throw new Gone(e);
            }
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }
}
