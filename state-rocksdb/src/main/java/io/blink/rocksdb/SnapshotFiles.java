package io.blink.rocksdb;

import io.blink.core.error.BlinkException;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StatePage;
import io.blink.state.checkpoint.StatePage.PageName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a database as pages of checkpoints, at most a few MB each. Files of entries never change, so their pages are the same objects from one snapshot to the next and are not written again.
 * On I/O threads, one at a time. Names of pages, which are part of every checkpoint: the table is the ordinal of {@link Kind}, the namespace the number in the file's name, the part 0, and the
 * sequence counts the file's parts.
 */
final class SnapshotFiles {
    private static final int PART_BYTES = 2 << 20;

    private final KeyGroups ownedGroups;
    private Map<PageName, Part> lastEntries = new HashMap<>();
    private Path lastFolder;
    private List<StatePage> lastParts = List.of();

    /** What a file is, by its name. */
    enum Kind {
        ENTRIES("([0-9]+)\\.sst", "%06d.sst"),
        CURRENT("CURRENT()", "CURRENT"),
        MANIFEST("MANIFEST-([0-9]+)", "MANIFEST-%06d"),
        OPTIONS("OPTIONS-([0-9]+)", "OPTIONS-%06d");

        private final Pattern pattern;
        private final String format;

        Kind(String pattern, String format) {
            this.pattern = Pattern.compile(pattern);
            this.format = format;
        }

        static String fileName(PageName name) {
            return String.format(values()[name.table()].format, name.namespace());
        }
    }

    /** A part of a file, which is found in the folder of the latest snapshot that has it. */
    private static final class Part implements StatePage {
        private final PageName name;
        private final KeyGroups groups;
        private volatile Path file;

        Part(PageName name, KeyGroups groups) {
            this.name = name;
            this.groups = groups;
        }

        @Override
        public PageName name() {
            return name;
        }

        @Override
        public Encoded encode() {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                long from = (long) name.sequence() * PART_BYTES;
                ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(PART_BYTES, channel.size() - from));
                while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                    // until it is full
                }
                return new Encoded(bytes.array(), groups);
            } catch (IOException e) {
                throw unreadable(file, e);
            }
        }
    }

    SnapshotFiles(KeyGroups ownedGroups) {
        this.ownedGroups = ownedGroups;
    }

    private static BlinkException unreadable(Path file, IOException cause) {
        return new BlinkException(
                StateErrorCode.LOCAL_STATE,
                "A file of state, " + file + ", cannot be read: " + cause.getMessage(),
                cause);
    }

    /** All parts of the files in a folder; the same ones when it is asked for again. */
    List<StatePage> of(Path folder) {
        if (folder.equals(lastFolder)) {
            return lastParts;
        }
        Map<PageName, Part> entries = new HashMap<>();
        List<StatePage> parts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                addParts(file, entries, parts);
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        lastEntries = entries;
        lastFolder = folder;
        lastParts = parts;
        return parts;
    }

    private void addParts(Path file, Map<PageName, Part> entries, List<StatePage> parts) throws IOException {
        for (Kind kind : Kind.values()) {
            Matcher matcher = kind.pattern.matcher(file.getFileName().toString());
            if (matcher.matches()) {
                String number = matcher.group(1);
                long bytes = Files.size(file);
                for (int sequence = 0; (long) sequence * PART_BYTES < bytes; sequence++) {
                    PageName name =
                            new PageName(kind.ordinal(), number.isEmpty() ? 0 : Long.parseLong(number), 0, sequence);
                    Part known = kind == Kind.ENTRIES ? lastEntries.get(name) : null;
                    Part part = known == null ? new Part(name, ownedGroups) : known;
                    part.file = file;
                    parts.add(part);
                    if (kind == Kind.ENTRIES) {
                        entries.put(name, part);
                    }
                }
                return;
            }
        }
    }

    /** The page of a file of entries that was restored; of other files there will be new ones. */
    StatePage restored(PageName name) {
        Part part = new Part(name, ownedGroups);
        if (name.table() == Kind.ENTRIES.ordinal()) {
            lastEntries.put(name, part);
        }
        return part;
    }

    /** Writes a part to where it belongs in a folder. */
    static void write(Path folder, PageName name, byte[] content) {
        Path file = folder.resolve(Kind.fileName(name));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            long from = (long) name.sequence() * PART_BYTES;
            while (bytes.hasRemaining()) {
                channel.write(bytes, from + bytes.position());
            }
        } catch (IOException e) {
            throw new BlinkException(
                    StateErrorCode.LOCAL_STATE,
                    "A file of state, " + file + ", cannot be written: " + e.getMessage(),
                    e);
        }
    }
}
