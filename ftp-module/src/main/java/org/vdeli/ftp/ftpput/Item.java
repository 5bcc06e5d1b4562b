package org.vdeli.ftp.ftpput;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// One thing to send.
///
/// @param remote where to, with `/`, relative to the target folder
/// @param size in bytes
/// @param content where the bytes come from
record Item(String remote, long size, Content content) {
    /// A way to read the same bytes as often as needed.
    @FunctionalInterface
    interface Content {
        InputStream open() throws IOException;
    }

    static Item ofFile(String remote, Path file) throws IOException {
        return new Item(remote, Files.size(file), () -> Files.newInputStream(file));
    }

    /// Bytes that no compression shortens, the same for each name.
    static Item generated(String remote, long size) {
        return new Item(remote, size, () -> new Noise(remote.hashCode(), size));
    }

    /// One random block, over and over, with the block's number in its first bytes, so that no two
    /// pieces of a file are equal and making it costs next to nothing.
    private static final class Noise extends InputStream {
        private static final int BLOCK = 64 * 1024;

        private final byte[] block = new byte[BLOCK];
        private final long size;
        private long at;

        private Noise(long seed, long size) {
            this.size = size;
            RandomGenerator random = RandomGeneratorFactory.of("SplittableRandom").create(seed);
            random.nextBytes(block);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at >= size) {
                return -1;
            }
            int inBlock = (int) (at % BLOCK);
            if (inBlock == 0) {
                number(at / BLOCK);
            }
            int count = (int) Math.min(Math.min(length, BLOCK - inBlock), size - at);
            System.arraycopy(block, inBlock, into, offset, count);
            at += count;
            return count;
        }

        private void number(long block) {
            for (int i = 0; i < Long.BYTES; i++) {
                this.block[i] = (byte) (block >> (8 * i));
            }
        }

        @Override
        public long skip(long count) {
            long end = Math.min(size, at + Math.max(0, count));
            long skipped = end - at;
            at = end;
            number(at / BLOCK);
            return skipped;
        }
    }
}
