package io.blink.core.time;

/**
 * Years, months and days of a count of days since 1970-01-01, and back (Neri and Schneider, "Euclidean affine functions and
 * their application to calendar algorithms"; Hinnant, "chrono-Compatible Low-Level Date Algorithms"). A date is packed
 * into one long so that loops need no object: take it apart with {@link #year}, {@link #month} and {@link #day}.
 */
public final class CivilDate {
    public static final long MICROS_PER_SECOND = 1_000_000L;
    public static final long MICROS_PER_MINUTE = 60 * MICROS_PER_SECOND;
    public static final long MICROS_PER_HOUR = 60 * MICROS_PER_MINUTE;
    public static final long MICROS_PER_DAY = 24 * MICROS_PER_HOUR;

    private static final int DAYS_PER_ERA = 146_097;
    /** Days from 0000-03-01 to 1970-01-01. */
    private static final int EPOCH_SHIFT = 719_468;
    /** Eras of 400 years before the year 0 that days of 32 bits reach. */
    private static final long ERAS_BEFORE = 20_000;
    /** 2^32 over four years of days, so that a product's high half is the year of the century and its low half the day. */
    private static final long YEAR_SCALE = 2_939_745L;

    private CivilDate() {}

    /** The date that is {@code days} after 1970-01-01; they have at most 32 bits. */
    public static long ofDays(long days) {
        // Shifted so that it is never negative: all divisions are multiplications.
        long shifted = 4 * (days + EPOCH_SHIFT + ERAS_BEFORE * DAYS_PER_ERA) + 3;
        long century = shifted / DAYS_PER_ERA;
        int dayOfCentury = (int) (shifted - century * DAYS_PER_ERA) >>> 2;
        long scaledYear = YEAR_SCALE * (4 * dayOfCentury + 3);
        int dayOfYear = (int) ((scaledYear & 0xFFFFFFFFL) / YEAR_SCALE) >>> 2;
        int scaledMonth = 2141 * dayOfYear + 197_913;
        // Years are counted from March on.
        boolean nextYear = dayOfYear >= 306;
        int month = nextYear ? (scaledMonth >>> 16) - 12 : scaledMonth >>> 16;
        int day = (scaledMonth & 0xFFFF) / 2141 + 1;
        long year = (century - 4 * ERAS_BEFORE) * 100 + (scaledYear >>> 32) + (nextYear ? 1 : 0);
        return (year << 16) | (month << 8) | day;
    }

    public static int year(long date) {
        return (int) (date >> 16);
    }

    public static int month(long date) {
        return (int) (date >> 8) & 0xFF;
    }

    public static int day(long date) {
        return (int) date & 0xFF;
    }

    /** Days since 1970-01-01 of a date whose month is 1 to 12; the day may lie outside the month. */
    public static long toDays(int year, int month, int day) {
        long marchYear = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(marchYear, 400L);
        int yearOfEra = (int) (marchYear - era * 400);
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
    }

    public static boolean isLeapYear(int year) {
        return (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    public static int daysInMonth(int year, int month) {
        return switch (month) {
            case 2 -> isLeapYear(year) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Adds months; a day beyond the end of the new month becomes its last day. */
    public static long plusMonths(long days, long months) {
        long date = ofDays(days);
        long total = year(date) * 12L + month(date) - 1 + months;
        int year = (int) Math.floorDiv(total, 12L);
        int month = (int) Math.floorMod(total, 12L) + 1;
        return toDays(year, month, Math.min(day(date), daysInMonth(year, month)));
    }
}
