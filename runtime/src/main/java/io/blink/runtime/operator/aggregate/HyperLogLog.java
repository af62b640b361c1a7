package io.blink.runtime.operator.aggregate;

/**
 * One HyperLogLog (Flajolet et al. 2007) of 2^12 registers, estimated as Ertl, "New cardinality estimation algorithms for HyperLogLog sketches" (2017),
 * algorithm 6, without tables of corrections and over the whole range. While few registers are set they stand in an open hash table instead.
 *
 * <pre>
 * form   = 0x00 register{4096} | 0x01 entry{*}
 * entry  = little-endian int: register number << 6 | rank
 * </pre>
 */
final class HyperLogLog implements Sketches.Sketch {
    static final int FIRST_BYTES = 88;
    private static final int PRECISION = 12;
    private static final int REGISTERS = 1 << PRECISION;
    private static final int RANK_BITS = 6;
    private static final int RANK_MASK = (1 << RANK_BITS) - 1;
    /** The rank of a hash whose other bits are all 0. */
    private static final int RANK_MAX = Long.SIZE - PRECISION + 1;

    private static final int FIRST_ENTRIES = 16;
    private static final int ENTRIES_MAX = 512;
    private static final int ARRAY_BYTES = 24;
    private static final byte DENSE = 0;
    private static final byte SPARSE = 1;

    /** 0: free. A rank is never 0, so no entry is. */
    private int[] entries = new int[FIRST_ENTRIES];

    private int entryCount;
    private byte[] registers;

    /** @param hash of a value, all of whose bits are good */
    void add(long hash) {
        int register = (int) (hash >>> Long.SIZE - PRECISION);
        int rank = Math.min(RANK_MAX, Long.numberOfLeadingZeros(hash << PRECISION) + 1);
        set(register, rank);
    }

    private void set(int register, int rank) {
        if (registers != null) {
            registers[register] = (byte) Math.max(registers[register], rank);
            return;
        }
        int at = place(entries, register);
        if (entries[at] != 0) {
            entries[at] = Math.max(entries[at], register << RANK_BITS | rank);
            return;
        }
        entries[at] = register << RANK_BITS | rank;
        if (++entryCount > entries.length - entries.length / 4) {
            grow();
        }
    }

    private static int place(int[] table, int register) {
        int at = register * 0x9E3779B1 >>> 16 & table.length - 1;
        while (table[at] != 0 && table[at] >>> RANK_BITS != register) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    private void grow() {
        int[] before = entries;
        if (before.length == ENTRIES_MAX) {
            registers = new byte[REGISTERS];
            entries = null;
            for (int entry : before) {
                if (entry != 0) {
                    registers[entry >>> RANK_BITS] = (byte) (entry & RANK_MASK);
                }
            }
            return;
        }
        entries = new int[before.length * 2];
        for (int entry : before) {
            if (entry != 0) {
                entries[place(entries, entry >>> RANK_BITS)] = entry;
            }
        }
    }

    byte[] form() {
        if (registers != null) {
            byte[] form = new byte[1 + REGISTERS];
            form[0] = DENSE;
            System.arraycopy(registers, 0, form, 1, REGISTERS);
            return form;
        }
        byte[] form = new byte[1 + entryCount * Integer.BYTES];
        form[0] = SPARSE;
        int at = 1;
        for (int entry : entries) {
            for (int shift = 0; entry != 0 && shift < Integer.SIZE; shift += Byte.SIZE) {
                form[at++] = (byte) (entry >>> shift);
            }
        }
        return form;
    }

    /** Takes in another one of the given form. */
    void merge(byte[] form, int from, int to) {
        if (form[from] == DENSE) {
            for (int register = 0; register < REGISTERS; register++) {
                int rank = form[from + 1 + register];
                if (rank > 0) {
                    set(register, rank);
                }
            }
            return;
        }
        for (int at = from + 1; at < to; at += Integer.BYTES) {
            int entry = form[at] & 0xFF
                    | (form[at + 1] & 0xFF) << 8
                    | (form[at + 2] & 0xFF) << 16
                    | (form[at + 3] & 0xFF) << 24;
            set(entry >>> RANK_BITS, entry & RANK_MASK);
        }
    }

    long estimate() {
        int[] counts = new int[RANK_MAX + 1];
        if (registers != null) {
            for (byte rank : registers) {
                counts[rank]++;
            }
        } else {
            counts[0] = REGISTERS - entryCount;
            for (int entry : entries) {
                counts[entry & RANK_MASK] += entry == 0 ? 0 : 1;
            }
        }
        double sum = REGISTERS * tau(1 - (double) counts[RANK_MAX] / REGISTERS);
        for (int rank = RANK_MAX - 1; rank > 0; rank--) {
            sum = 0.5 * (sum + counts[rank]);
        }
        sum += REGISTERS * sigma((double) counts[0] / REGISTERS);
        return Math.round((double) REGISTERS * REGISTERS / (2 * Math.log(2) * sum));
    }

    private static double sigma(double start) {
        if (start == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = start;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    private static double tau(double start) {
        if (start == 0 || start == 1) {
            return 0;
        }
        double x = start;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }

    @Override
    public long retainedBytes() {
        return ARRAY_BYTES + (registers != null ? ARRAY_BYTES + REGISTERS : ARRAY_BYTES + 4L * entries.length);
    }
}
