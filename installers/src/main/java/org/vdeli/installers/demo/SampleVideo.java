package org.vdeli.installers.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.vdeli.contracts.value.ByteCount;
import org.vdeli.contracts.value.Checksum;
import org.vdeli.installers.site.Site;
import org.vdeli.installers.site.SiteException;

/// A real video: 20 s of H.264 at 1280x720 and AAC in an MP4 that starts to play before it is all
/// there.
///
/// @param file where it is
/// @param checksum of all its bytes
record SampleVideo(Path file, ByteCount size, Checksum checksum) {
    private static final Duration ENCODING = Duration.ofMinutes(3);
    private static final String MASTER = "master.mp4";

    /// Makes the video with ffmpeg, once per site.
    static Path encode(Site site) {
        Path folder = folder(site);
        Path master = folder.resolve(MASTER);
        if (Files.exists(master)) {
            return master;
        }
        Path half = folder.resolve("half-" + MASTER);
        List<String> command =
                List.of(
                        "ffmpeg",
                        "-hide_banner",
                        "-loglevel",
                        "error",
                        "-nostdin",
                        "-y",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=1280x720:rate=25:duration=20",
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=frequency=440:sample_rate=48000:duration=20",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-b:v",
                        "6M",
                        "-pix_fmt",
                        "yuv420p",
                        "-g",
                        "50",
                        "-c:a",
                        "aac",
                        "-b:a",
                        "128k",
                        "-movflags",
                        "+faststart",
                        half.toString());
        try {
            Files.createDirectories(folder);
            site.output(command, ENCODING);
            Files.move(half, master, StandardCopyOption.ATOMIC_MOVE);
            return master;
        } catch (IOException e) {
            throw new UncheckedIOException("could not make the sample video in " + folder, e);
        }
    }

    /// Where a site keeps its videos.
    static Path folder(Site site) {
        return site.folder().resolve("sample");
    }

    /// A copy of the encoded video whose bytes are unlike those of all others: it ends with a box
    /// of type `free`, which players skip (ISO/IEC 14496-12, 8.1.2), with the time in it.
    static SampleVideo stamped(Path master, Path target, Instant now) {
        byte[] text = now.toString().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer box = ByteBuffer.allocate(8 + text.length);
        box.putInt(box.capacity()).put("free".getBytes(StandardCharsets.US_ASCII)).put(text);
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            Files.copy(master, target, StandardCopyOption.REPLACE_EXISTING);
            Files.write(target, box.array(), StandardOpenOption.APPEND);
            byte[] all = Files.readAllBytes(target);
            return new SampleVideo(target, ByteCount.of(all.length), Checksum.ofContent(all));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the sample video " + target, e);
        }
    }

    /// Throws unless ffprobe finds the H.264 and AAC streams and the 20 s at an address.
    static void checkPlayable(Site site, String address) {
        String streams =
                site.output(
                        List.of(
                                "ffprobe",
                                "-v",
                                "error",
                                "-show_entries",
                                "stream=codec_name:format=duration",
                                "-of",
                                "csv=p=0",
                                address),
                        Duration.ofSeconds(30));
        List<String> lines = streams.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
        if (!lines.contains("h264")
                || !lines.contains("aac")
                || !lines.getLast().startsWith("20.")) {
            throw new SiteException(
                    "could not play "
                            + address
                            + ": ffprobe found "
                            + lines
                            + " instead of h264, aac and 20 s");
        }
    }
}
