package io.blink.state.table;

import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StatePage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which records of some pages are dead, as a checkpoint has it. Little-endian:
 *
 * <pre>
 * content = pages:int page*
 * page    = part:long of its name   count:int   offset:short in units of 8 bytes, ascending * count
 * </pre>
 */
record DeadRecordsPage(PageName name, List<Entry> entries, KeyGroups groups) implements StatePage {
    /** How many pages, by number, share one. */
    static final int PAGES = 64;

    private static final int ENTRY_BYTES = Long.BYTES + Integer.BYTES;

    /** The dead records of one page, frozen. */
    record Entry(RecordPage page, DeadRecords dead) {}

    /** Parts below 0 are pages of this kind. */
    static PageName name(int table, long namespace, int group) {
        return new PageName(table, namespace, -1L - group, 0);
    }

    static boolean isOne(PageName name) {
        return name.part() < 0;
    }

    /** Whether it says the same of the same pages, so that what is written of it still holds. */
    boolean says(List<Entry> others) {
        if (entries.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).page() != others.get(i).page()
                    || entries.get(i).dead() != others.get(i).dead()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Encoded encode() {
        int bytes = Integer.BYTES;
        for (Entry entry : entries) {
            bytes += ENTRY_BYTES + entry.dead().count() * Short.BYTES;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(entries.size());
        for (Entry entry : entries) {
            buffer.putLong(entry.page().name().part());
            buffer.putInt(entry.dead().count());
            for (int unit : entry.dead().units()) {
                buffer.putShort((short) unit);
            }
        }
        return new Encoded(buffer.array(), groups);
    }

    /** Offsets in bytes by the part of the page's name. The checksum of the content has been checked. */
    static Map<Long, int[]> decode(byte[] content) {
        ByteBuffer buffer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        Map<Long, int[]> dead = new HashMap<>();
        for (int pages = buffer.getInt(); pages > 0; pages--) {
            long part = buffer.getLong();
            int[] offsets = new int[buffer.getInt()];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = Short.toUnsignedInt(buffer.getShort()) << RecordAddress.UNIT_SHIFT;
            }
            dead.put(part, offsets);
        }
        return dead;
    }
}
