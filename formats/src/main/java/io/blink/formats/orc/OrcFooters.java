package io.blink.formats.orc;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadFailure;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.impl.OrcTail;

/** Opens files, and says what of them a request is about. */
final class OrcFooters {
    /** Reads no file: resources that a Hadoop configuration finds on the class path are none of ours. */
    private static final Configuration CONFIGURATION = new Configuration(false);

    private OrcFooters() {}

    /** A file that is none of ORC, or cut short, is an error that names it. @param tails footers that were parsed before */
    static Reader open(InputFile file, OrcTails tails) throws IOException {
        OrcFile.ReaderOptions options = OrcFile.readerOptions(CONFIGURATION)
                .filesystem(OrcFiles.reading(file))
                .useUTCTimestamp(true)
                .convertToProlepticGregorian(true);
        try {
            OrcTail known = tails.known(file);
            Reader reader = OrcFile.createReader(OrcFiles.PATH, known == null ? options : options.orcTail(known));
            if (known == null && options.getOrcTail() != null) {
                tails.hold(file, options.getOrcTail());
            }
            return reader;
        } catch (IOException | RuntimeException e) {
            ReadFailure.rethrowFrom(e);
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE,
                    file.path() + " (" + file.length() + " bytes) is not a whole ORC file: "
                            + String.valueOf(e.getMessage()).replace(OrcFiles.PATH.toString(), file.path()),
                    e);
        }
    }

    /** ORC has no checksums: the counts that a file holds twice must agree at least. */
    static void checkRowCount(InputFile file, Reader reader) throws IOException {
        long rowsOfStripes = 0;
        long end = 0;
        for (StripeInformation stripe : reader.getStripes()) {
            rowsOfStripes += stripe.getNumberOfRows();
            if (stripe.getOffset() < end || stripe.getLength() < 0) {
                throw damaged(
                        file,
                        "",
                        new IOException("a stripe of " + stripe.getLength() + " bytes at byte " + stripe.getOffset()
                                + " begins before the one before it ends"));
            }
            end = stripe.getOffset() + stripe.getLength();
        }
        if (rowsOfStripes != reader.getNumberOfRows() || end > file.length()) {
            throw damaged(
                    file,
                    "",
                    new IOException("its footer tells of " + reader.getNumberOfRows() + " rows, its stripes of "
                            + rowsOfStripes + ", in " + end + " of " + file.length() + " bytes"));
        }
    }

    static BlinkException damaged(InputFile file, String place, Exception cause) {
        return new BlinkException(
                FormatErrorCode.CORRUPT_FILE,
                file.path() + place + ": the ORC file cannot be read: " + cause.getMessage(),
                cause);
    }

    /** Bytes of the part; a stripe whose stated place lies outside of the file belongs to the last part, which will not find it there. */
    static long rangeLength(InputFile file, ReadRequest request) throws IOException {
        boolean last = request.length() >= file.length() - request.offset();
        return last ? Long.MAX_VALUE - request.offset() : request.length();
    }

    /** What the table says its files have; columns that only the query names are added behind. */
    static List<Field> tableColumns(ReadRequest request) {
        List<Field> tableColumns = new ArrayList<>(request.fileColumns());
        for (Field column : request.readColumns()) {
            int at = indexOf(tableColumns, column.name());
            if (at < 0) {
                tableColumns.add(column);
            } else {
                tableColumns.set(at, column);
            }
        }
        return tableColumns;
    }

    /** Without case; -1: none. */
    static int indexOf(List<Field> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
