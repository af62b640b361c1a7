package io.blink.formats.orc;

import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.bytes.HeldArrays;
import io.blink.formats.bytes.PiecePlan;
import io.blink.formats.bytes.PieceReader;
import io.blink.formats.orc.column.RowGroupStart;
import io.blink.formats.orc.column.StripeData;
import io.blink.formats.orc.stream.ChunkCodec;
import io.blink.formats.orc.stream.Positions;
import io.blink.formats.orc.stream.StreamBytes;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.Executor;
import org.apache.orc.OrcProto;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.impl.RecordReaderImpl.SargApplier;

/** One stripe: its footer, and the streams that somebody asked for, whose bytes come as {@link PiecePlan} says. One thread. */
final class Stripe implements StripeData {
    private static final Set<OrcProto.Stream.Kind> DATA_KINDS = EnumSet.of(
            OrcProto.Stream.Kind.PRESENT,
            OrcProto.Stream.Kind.DATA,
            OrcProto.Stream.Kind.LENGTH,
            OrcProto.Stream.Kind.DICTIONARY_DATA,
            OrcProto.Stream.Kind.SECONDARY);
    private static final Set<OrcProto.Stream.Kind> INDEX_KINDS =
            EnumSet.of(OrcProto.Stream.Kind.ROW_INDEX, OrcProto.Stream.Kind.BLOOM_FILTER_UTF8);

    private record Place(int column, OrcProto.Stream.Kind kind, long offset, int length) {}

    private record Key(int column, OrcProto.Stream.Kind kind) {}

    private final InputFile file;
    private final StripeInformation information;
    private final ChunkCodec codec;
    private final OrcProto.StripeFooter footer;
    private final boolean oldCalendar;
    private final List<Place> places = new ArrayList<>();
    private final Map<Key, StreamBytes> streams = new HashMap<>();
    private final OrcProto.RowIndex[] rowIndexes;
    private final HeldArrays arrays;
    /** Reads ahead; {@code null}: nobody does. */
    private final Executor ahead;

    private final List<PiecePlan> plans = new ArrayList<>();
    private final PieceReader noBytes;

    private Stripe(
            InputFile file,
            Reader reader,
            StripeInformation information,
            ChunkCodec codec,
            HeldArrays arrays,
            Executor ahead)
            throws IOException {
        this.file = file;
        this.arrays = arrays;
        this.ahead = ahead;
        this.noBytes = plan(List.of(List.of())).reader(0);
        this.information = information;
        this.codec = codec;
        this.oldCalendar = !reader.writerUsedProlepticGregorian();
        this.rowIndexes = new OrcProto.RowIndex[reader.getSchema().getMaximumId() + 1];
        this.footer = readFooter();
        locate();
    }

    /** Reads the stripe's footer. */
    static Stripe open(
            InputFile file,
            Reader reader,
            StripeInformation information,
            ChunkCodec codec,
            HeldArrays arrays,
            Executor ahead)
            throws IOException {
        return new Stripe(file, reader, information, codec, arrays, ahead);
    }

    private PiecePlan plan(List<List<PiecePlan.Range>> streamRanges) {
        PiecePlan plan = new PiecePlan(file, arrays, ahead, streamRanges);
        plans.add(plan);
        return plan;
    }

    private OrcProto.StripeFooter readFooter() throws IOException {
        int length = Math.toIntExact(information.getFooterLength());
        long from = information.getOffset() + information.getIndexLength() + information.getDataLength();
        PieceReader bytes =
                plan(List.of(List.of(new PiecePlan.Range(from, from + length)))).reader(0);
        StreamBytes stream = new StreamBytes("the stripe's footer", codec, bytes, from, length);
        try {
            return OrcProto.StripeFooter.parseFrom(stream.readRest());
        } finally {
            stream.release();
        }
    }

    private void locate() throws IOException {
        long offset = information.getOffset();
        long end = offset + information.getIndexLength() + information.getDataLength();
        for (OrcProto.Stream stream : footer.getStreamsList()) {
            long length = stream.getLength();
            if (length < 0 || length > end - offset) {
                throw new EOFException("the stream " + stream.getKind() + " of column " + stream.getColumn() + " has "
                        + length + " bytes where " + (end - offset) + " are left in the stripe");
            }
            if (length <= Integer.MAX_VALUE - Long.BYTES) {
                places.add(new Place(stream.getColumn(), stream.getKind(), offset, (int) length));
            } else if (DATA_KINDS.contains(stream.getKind())) {
                throw new IOException("the stream " + stream.getKind() + " of column " + stream.getColumn() + " has "
                        + length + " bytes; up to 2 GB are read");
            }
            offset += length;
        }
    }

    /** Reads the data of columns. @param columns by id in the file's schema */
    void load(boolean[] columns) throws IOException {
        load(columns, DATA_KINDS);
    }

    private void load(boolean[] columns, Set<OrcProto.Stream.Kind> kinds) throws IOException {
        List<Place> wanted = places.stream()
                .filter(place -> place.column() < columns.length
                        && columns[place.column()]
                        && kinds.contains(place.kind())
                        && place.length() > 0)
                .toList();
        PiecePlan plan = plan(wanted.stream()
                .map(place -> List.of(new PiecePlan.Range(place.offset(), place.offset() + place.length())))
                .toList());
        for (int i = 0; i < wanted.size(); i++) {
            Place place = wanted.get(i);
            String name = "the stream " + place.kind() + " of column " + place.column();
            streams.put(
                    new Key(place.column(), place.kind()),
                    new StreamBytes(name, codec, plan.reader(i), place.offset(), place.length()));
        }
    }

    /**
     * Holds conditions against the statistics of row groups.
     *
     * @param columns those of the conditions, by id in the file's schema
     * @return for each row group whether it may have a row; {@code null}: every one may
     */
    boolean[] possible(SargApplier conditions, boolean[] columns) throws IOException {
        load(columns, INDEX_KINDS);
        OrcProto.BloomFilterIndex[] bloomFilters = new OrcProto.BloomFilterIndex[rowIndexes.length];
        OrcProto.Stream.Kind[] kinds = new OrcProto.Stream.Kind[rowIndexes.length];
        for (int column = 0; column < columns.length; column++) {
            if (columns[column]) {
                parseRowIndex(column);
                Key key = new Key(column, OrcProto.Stream.Kind.BLOOM_FILTER_UTF8);
                if (streams.containsKey(key)) {
                    bloomFilters[column] = OrcProto.BloomFilterIndex.parseFrom(rest(key));
                    kinds[column] = key.kind();
                }
            }
        }
        boolean[] possible =
                conditions.pickRowGroups(information, rowIndexes, kinds, footer.getColumnsList(), bloomFilters, false);
        return possible;
    }

    private void parseRowIndex(int column) throws IOException {
        Key key = new Key(column, OrcProto.Stream.Kind.ROW_INDEX);
        if (rowIndexes[column] == null && streams.containsKey(key)) {
            rowIndexes[column] = OrcProto.RowIndex.parseFrom(rest(key));
        }
    }

    private byte[] rest(Key key) throws IOException {
        StreamBytes stream = streams.remove(key);
        byte[] rest = stream.readRest();
        stream.release();
        return rest;
    }

    /** Reads where row groups begin. @param columns by id in the file's schema */
    void loadRowIndexes(boolean[] columns) throws IOException {
        boolean[] missing = columns.clone();
        for (int column = 0; column < missing.length; column++) {
            missing[column] &= rowIndexes[column] == null;
        }
        load(missing, EnumSet.of(OrcProto.Stream.Kind.ROW_INDEX));
        for (int column = 0; column < missing.length; column++) {
            parseRowIndex(column);
        }
    }

    /** Where a row group begins in columns whose row indexes were loaded. */
    RowGroupStart start(int rowGroup) {
        return column -> {
            OrcProto.RowIndex index = rowIndexes[column];
            if (index == null || rowGroup >= index.getEntryCount()) {
                throw new IOException("column " + column + " has no row index for row group " + rowGroup);
            }
            return new Positions(index.getEntry(rowGroup).getPositionsList());
        };
    }

    @Override
    public long rows() {
        return information.getNumberOfRows();
    }

    @Override
    public StreamBytes stream(int column, OrcProto.Stream.Kind kind) {
        StreamBytes stream = streams.get(new Key(column, kind));
        return stream != null
                ? stream
                : new StreamBytes("the stream " + kind + " of column " + column, codec, noBytes, 0, 0);
    }

    @Override
    public boolean hasStream(int column, OrcProto.Stream.Kind kind) {
        return streams.containsKey(new Key(column, kind));
    }

    @Override
    public OrcProto.ColumnEncoding encoding(int column) {
        return footer.getColumns(column);
    }

    @Override
    public TimeZone writerZone() {
        String zone = footer.getWriterTimezone();
        return TimeZone.getTimeZone(zone.isEmpty() ? "UTC" : zone);
    }

    @Override
    public boolean isOldCalendar() {
        return oldCalendar;
    }

    /** Its columns are not read any more. */
    void release() {
        streams.values().forEach(StreamBytes::release);
        streams.clear();
        plans.forEach(PiecePlan::release);
        plans.clear();
    }
}
