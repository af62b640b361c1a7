package io.blink.formats.orc.column;

import io.blink.formats.orc.stream.LongRuns;
import io.blink.formats.orc.stream.StreamBytes;
import java.io.IOException;
import java.util.TimeZone;
import org.apache.orc.OrcProto;

/** What column readers are made from. */
public interface StripeData {
    long rows();

    /** The streams of a column that hold data; of no bytes if the stripe has none of that kind. @param column id in the file's schema */
    StreamBytes stream(int column, OrcProto.Stream.Kind kind) throws IOException;

    boolean hasStream(int column, OrcProto.Stream.Kind kind);

    OrcProto.ColumnEncoding encoding(int column);

    /** Of TIMESTAMP columns. */
    TimeZone writerZone();

    /** Whether days and times before 1582 are those of the Julian calendar. */
    boolean isOldCalendar();

    /** A column's numbers of one stream; an error if they are not in the second run-length encoding. */
    default LongRuns numbers(int column, OrcProto.Stream.Kind kind, boolean signed) throws IOException {
        OrcProto.ColumnEncoding.Kind encoding = encoding(column).getKind();
        if (encoding != OrcProto.ColumnEncoding.Kind.DIRECT_V2
                && encoding != OrcProto.ColumnEncoding.Kind.DICTIONARY_V2) {
            throw new IOException("column " + column + " has encoding " + encoding + " in a file of version 0.12");
        }
        return new LongRuns(stream(column, kind), signed);
    }
}
