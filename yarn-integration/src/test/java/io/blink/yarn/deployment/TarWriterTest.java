package io.blink.yarn.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the tool that nodes unpack with. */
class TarWriterTest {
    private static final FileTime TIME = FileTime.from(Instant.parse("2024-07-01T01:30:15Z"));

    @TempDir
    Path folder;

    @Test
    void timesAreThoseOfTheFilesInWhateverZoneItIsUnpacked() throws IOException, InterruptedException {
        Path jar = file("a.jar", "of a jar");
        for (String zone : new String[] {"America/Anchorage", "Pacific/Kiritimati", "UTC"}) {
            Path unpacked = unpack(zone, archive -> archive.file("lib/a.jar", jar));
            assertThat(Files.getLastModifiedTime(unpacked.resolve("lib/a.jar")))
                    .as(zone)
                    .isEqualTo(TIME);
        }
    }

    @Test
    void contentsComeWholeUnderNamesOfAnyLength() throws IOException, InterruptedException {
        String deep = "ä folder/".repeat(30) + "a name";
        Path empty = file("empty", "");
        Path block = file("block", "x".repeat(512));
        Path more = file("more", "y".repeat(513));
        Path unpacked = unpack("UTC", archive -> {
            archive.folder("hollow");
            archive.file("empty", empty);
            archive.file(deep, block);
            archive.file("more", more);
        });
        assertThat(unpacked.resolve("hollow")).isEmptyDirectory();
        assertThat(unpacked.resolve("empty")).isEmptyFile();
        assertThat(unpacked.resolve(deep)).hasSameBinaryContentAs(block);
        assertThat(unpacked.resolve("more")).hasSameBinaryContentAs(more);
    }

    @Test
    void programsStayPrograms() throws IOException, InterruptedException {
        Path program = file("program", "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path other = file("other", "text");
        Path unpacked = unpack("UTC", archive -> {
            archive.file("program", program);
            archive.file("other", other);
        });
        assertThat(unpacked.resolve("program")).isExecutable();
        assertThat(Files.getPosixFilePermissions(unpacked.resolve("other")).toString())
                .doesNotContain("EXECUTE");
    }

    /** A file of 9 GB without a block on the disk; of the archive the header alone is looked at. */
    @Test
    void sizeAboveWhatOctalDigitsHoldIsWrittenInBinary() throws IOException {
        Path large = file("large", "");
        long size = 9L << 30;
        try (java.io.RandomAccessFile sparse = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(size);
        }
        HeaderOnly header = new HeaderOnly();
        try (TarWriter archive = new TarWriter(header)) {
            assertThatThrownBy(() -> archive.file("large", large)).isSameAs(header.enough);
        } catch (IOException enough) {
            assertThat(enough).isSameAs(header.enough);
        }
        Path start = Files.write(folder.resolve("large.tar"), header.bytes.toByteArray());
        assertThat(output(new ProcessBuilder("tar", "-tvf", start.toString()))).contains(" " + size + " ");
    }

    private static final class HeaderOnly extends OutputStream {
        private final IOException enough = new IOException("enough");
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            if (bytes.size() + length > 512) {
                throw enough;
            }
            bytes.write(buffer, offset, length);
        }
    }

    private interface Content {
        void write(TarWriter archive) throws IOException;
    }

    private Path unpack(String zone, Content content) throws IOException, InterruptedException {
        Path file = folder.resolve("archive.tar");
        try (OutputStream stream = Files.newOutputStream(file);
                TarWriter archive = new TarWriter(stream)) {
            content.write(archive);
        }
        Path target = Files.createTempDirectory(folder, "unpacked");
        ProcessBuilder tar = new ProcessBuilder("tar", "-x")
                .directory(target.toFile())
                .redirectInput(file.toFile())
                .redirectErrorStream(true);
        tar.environment().put("TZ", zone);
        Process process = tar.start();
        try (InputStream said = process.getInputStream()) {
            assertThat(new String(said.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEmpty();
        }
        assertThat(process.waitFor()).isZero();
        return target;
    }

    /** Also of a program that complains about the end of the file. */
    private static String output(ProcessBuilder program) throws IOException {
        Process process = program.redirectErrorStream(true).start();
        try (InputStream said = process.getInputStream()) {
            return new String(said.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private Path file(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return Files.setLastModifiedTime(file, TIME);
    }
}
