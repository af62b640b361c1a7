package io.blink.runtime.expression.time;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.IntegerResult;
import io.blink.runtime.expression.kernel.Kernel;
import java.time.ZoneId;

/**
 * EXTRACT. Weeks are those of ISO 8601; DOW counts from Sunday as 1, ISODOW from Monday as 1; MILLISECOND, MICROSECOND and NANOSECOND include the
 * seconds of the minute; EPOCH is seconds since 1970-01-01T00:00:00Z.
 */
final class Extraction implements Kernel {
    private final CallSite site;
    private final DataType from;
    private final TimeUnit unit;
    private final ClockValues clock;

    Extraction(CallSite site, ZoneId timeZone) {
        this.site = site;
        this.from = site.argumentType(1);
        this.unit = TimeUnit.of(site, 0);
        this.clock = new ClockValues(from, new ZoneOffsets(timeZone));
        if (!ClockValues.takes(from) && !isInterval(from)) {
            throw site.notSupportedForTypes();
        }
    }

    private static boolean isInterval(DataType type) {
        return type.kind() == TypeKind.INTERVAL_YEAR_MONTH || type.kind() == TypeKind.INTERVAL_DAY_TIME;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        Column flat = arguments[1].flat();
        long[] result = new long[rows];
        if (from.kind() == TypeKind.INTERVAL_YEAR_MONTH) {
            ofMonths(((IntColumn) flat).values(), result);
        } else if (from.kind() == TypeKind.INTERVAL_DAY_TIME) {
            ofInterval(((LongColumn) flat).values(), result);
        } else if (unit == TimeUnit.EPOCH) {
            epoch(flat, result);
        } else if (isPartOfDay()) {
            ofTime(flat, result);
        } else {
            ofDays(clock.days(flat, rows), result);
        }
        return IntegerResult.column(site.type(), result, nulls);
    }

    private boolean isPartOfDay() {
        return switch (unit) {
            case HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, NANOSECOND -> true;
            default -> false;
        };
    }

    private void epoch(Column flat, long[] result) {
        // An instant counts by itself, without the session's zone.
        long[] micros = flat instanceof IntColumn
                ? clock.micros(flat, result.length)
                : TimestampArgument.of(flat).micros();
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.floorDiv(micros[i], CivilDate.MICROS_PER_SECOND);
        }
    }

    private void ofTime(Column flat, long[] result) {
        long[] micros = clock.micros(flat, result.length);
        switch (unit) {
            case HOUR -> parts(micros, CivilDate.MICROS_PER_HOUR, 24, result);
            case MINUTE -> parts(micros, CivilDate.MICROS_PER_MINUTE, 60, result);
            case SECOND -> parts(micros, CivilDate.MICROS_PER_SECOND, 60, result);
            case MILLISECOND -> parts(micros, 1000, 60_000, result);
            case MICROSECOND -> parts(micros, 1, 60_000_000, result);
            default -> {
                int[] nanos = ClockValues.nanos(flat);
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.floorMod(micros[i], CivilDate.MICROS_PER_MINUTE) * 1000
                            + (nanos == null ? 0 : nanos[i]);
                }
            }
        }
    }

    private static void parts(long[] micros, long length, long count, long[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.floorMod(Math.floorDiv(micros[i], length), count);
        }
    }

    private void ofDays(long[] days, long[] result) {
        switch (unit) {
            case YEAR -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = CivilDate.year(CivilDate.ofDays(days[i]));
                }
            }
            case MONTH -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = CivilDate.month(CivilDate.ofDays(days[i]));
                }
            }
            case DAY -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = CivilDate.day(CivilDate.ofDays(days[i]));
                }
            }
            case QUARTER -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = (CivilDate.month(CivilDate.ofDays(days[i])) + 2) / 3;
                }
            }
            case DOW -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.floorMod(days[i] + 4, 7L) + 1;
                }
            }
            case ISODOW -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = Math.floorMod(days[i] + 3, 7L) + 1;
                }
            }
            default -> {
                for (int i = 0; i < result.length; i++) {
                    result[i] = rareOfDay(days[i]);
                }
            }
        }
    }

    private long rareOfDay(long day) {
        // The ISO week and its year are those of the Thursday of the same week.
        long thursday = day - Math.floorMod(day + 3, 7L) + 3;
        int year = CivilDate.year(CivilDate.ofDays(day));
        return switch (unit) {
            case DOY -> day - CivilDate.toDays(year, 1, 1) + 1;
            case ISOYEAR -> CivilDate.year(CivilDate.ofDays(thursday));
            case WEEK -> {
                int weekYear = CivilDate.year(CivilDate.ofDays(thursday));
                yield (thursday - CivilDate.toDays(weekYear, 1, 1)) / 7 + 1;
            }
            case DECADE -> Math.floorDiv(year, 10);
            case CENTURY -> year > 0 ? (year + 99) / 100 : -((99 - year) / 100) - (year == 0 ? 1 : 0);
            case MILLENNIUM -> year > 0 ? (year + 999) / 1000 : -((999 - year) / 1000) - (year == 0 ? 1 : 0);
            default -> throw new IllegalStateException("no part of a date: " + unit);
        };
    }

    private void ofMonths(int[] months, long[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] = switch (unit) {
                case YEAR -> months[i] / 12;
                case QUARTER -> months[i] % 12 / 3 + 1;
                case MONTH -> months[i] % 12;
                default -> throw site.invalidArgument("an INTERVAL YEAR TO MONTH has no " + unit, null);
            };
        }
    }

    private void ofInterval(long[] micros, long[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] = switch (unit) {
                case DAY -> micros[i] / CivilDate.MICROS_PER_DAY;
                case HOUR -> micros[i] / CivilDate.MICROS_PER_HOUR % 24;
                case MINUTE -> micros[i] / CivilDate.MICROS_PER_MINUTE % 60;
                case SECOND -> micros[i] / CivilDate.MICROS_PER_SECOND % 60;
                case MILLISECOND -> micros[i] / 1000 % 60_000;
                case MICROSECOND -> micros[i] % 60_000_000;
                case EPOCH -> micros[i] / CivilDate.MICROS_PER_SECOND;
                default -> throw site.invalidArgument("an INTERVAL DAY TO SECOND has no " + unit, null);
            };
        }
    }
}
