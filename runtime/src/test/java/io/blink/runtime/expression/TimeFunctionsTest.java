package io.blink.runtime.expression;

import static io.blink.core.function.ScalarFunction.*;
import static io.blink.runtime.expression.EvaluationKit.call;
import static io.blink.runtime.expression.EvaluationKit.column;
import static io.blink.runtime.expression.EvaluationKit.evaluate;
import static io.blink.runtime.expression.EvaluationKit.expect;
import static io.blink.runtime.expression.EvaluationKit.input;
import static io.blink.runtime.expression.EvaluationKit.literal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import io.blink.runtime.expression.time.ZoneOffsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeFunctionsTest {
    private static Expression unit(String name) {
        return literal("STRING", name);
    }

    private static String date(String iso) {
        return Long.toString(LocalDate.parse(iso).toEpochDay());
    }

    private static String micros(String iso) {
        LocalDateTime time = LocalDateTime.parse(iso);
        return Long.toString(time.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + time.getNano() / 1000);
    }

    @Test
    void extractsTheFieldsOfJavaTime() {
        long seed = 5L;
        Random random = new Random(seed);
        for (int round = 0; round < 600; round++) {
            long micros = (random.nextLong() >> 11) % 100_000_000_000_000_000L;
            LocalDateTime time = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
            extracts("YEAR", micros, time.getYear());
            extracts("QUARTER", micros, time.get(IsoFields.QUARTER_OF_YEAR));
            extracts("MONTH", micros, time.getMonthValue());
            extracts("WEEK", micros, time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            extracts("ISOYEAR", micros, time.get(IsoFields.WEEK_BASED_YEAR));
            extracts("DAY", micros, time.getDayOfMonth());
            extracts("DOY", micros, time.getDayOfYear());
            extracts("DOW", micros, time.getDayOfWeek().getValue() % 7 + 1);
            extracts("ISODOW", micros, time.getDayOfWeek().getValue());
            extracts("HOUR", micros, time.getHour());
            extracts("MINUTE", micros, time.getMinute());
            extracts("SECOND", micros, time.getSecond());
            extracts("MILLISECOND", micros, time.getSecond() * 1000L + time.get(ChronoField.MILLI_OF_SECOND));
            extracts("EPOCH", micros, time.toEpochSecond(ZoneOffset.UTC));
        }
    }

    private static void extracts(String unit, long micros, long expected) {
        Batch batch = new Batch(List.of(column("TIMESTAMP(6)", Long.toString(micros))));
        assertThat(evaluate(call(EXTRACT, "BIGINT", unit(unit), input(0, "TIMESTAMP(6)")), batch))
                .as("%s of %d", unit, micros)
                .containsExactly(Long.toString(expected));
    }

    @Test
    void extractsFromEveryKindOfTime() {
        List<Column> dates = List.of(column("DATE", date("2024-03-01"), date("1999-12-31"), null));
        expect(call(EXTRACT, "BIGINT", unit("YEAR"), input(0, "DATE")), dates, "2024", "1999", null);
        expect(call(EXTRACT, "BIGINT", unit("CENTURY"), input(0, "DATE")), dates, "21", "20", null);
        expect(call(EXTRACT, "BIGINT", unit("DECADE"), input(0, "DATE")), dates, "202", "199", null);
        expect(call(EXTRACT, "BIGINT", unit("MILLENNIUM"), input(0, "DATE")), dates, "3", "2", null);
        expect(call(EXTRACT, "BIGINT", unit("HOUR"), input(0, "DATE")), dates, "0", "0", null);
        expect(
                call(EXTRACT, "BIGINT", unit("MINUTE"), input(0, "TIME(0)")),
                List.of(column("TIME(0)", "3660000000", null)),
                "1",
                null);
        expect(
                call(EXTRACT, "BIGINT", unit("HOUR"), input(0, "TIMESTAMP_LTZ(3)")),
                List.of(column("TIMESTAMP_LTZ(3)", "0", "1719792000000000", null)),
                "1",
                "2",
                null);
        expect(
                call(EXTRACT, "BIGINT", unit("EPOCH"), input(0, "TIMESTAMP_LTZ(3)")),
                List.of(column("TIMESTAMP_LTZ(3)", "-1", null)),
                "-1",
                null);
        expect(
                call(EXTRACT, "BIGINT", unit("NANOSECOND"), input(0, "TIMESTAMP(9)")),
                List.of(column("TIMESTAMP(9)", "1000001.007", null)),
                "1000001007",
                null);
        expect(
                call(EXTRACT, "BIGINT", unit("MONTH"), input(0, "INTERVAL YEAR TO MONTH")),
                List.of(column("INTERVAL YEAR TO MONTH", "14", null)),
                "2",
                null);
        expect(
                call(EXTRACT, "BIGINT", unit("HOUR"), input(0, "INTERVAL DAY TO SECOND")),
                List.of(column("INTERVAL DAY TO SECOND", "90000000000", null)),
                "1",
                null);
        assertThatThrownBy(() -> ExpressionCompiler.compile(
                        call(EXTRACT, "BIGINT", unit("FORTNIGHT"), input(0, "DATE")), EvaluationKit.CONTEXT))
                .hasMessageContaining("'FORTNIGHT' is no unit");
    }

    @Test
    void truncatesToUnits() {
        List<Column> times = List.of(column("TIMESTAMP(3)", micros("2024-08-15T13:47:59.123"), null));
        Expression time = input(0, "TIMESTAMP(3)");
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("year"), time), times, "2024-01-01 00:00:00.000", null);
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("QUARTER"), time), times, "2024-07-01 00:00:00.000", null);
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("MONTH"), time), times, "2024-08-01 00:00:00.000", null);
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("WEEK"), time), times, "2024-08-12 00:00:00.000", null);
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("DAY"), time), times, "2024-08-15 00:00:00.000", null);
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("HOUR"), time), times, "2024-08-15 13:00:00.000", null);
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("MINUTE"), time), times, "2024-08-15 13:47:00.000", null);
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("SECOND"), time), times, "2024-08-15 13:47:59.000", null);
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("DECADE"), time), times, "2020-01-01 00:00:00.000", null);
        expect(call(DATE_TRUNC, "TIMESTAMP(3)", unit("CENTURY"), time), times, "2001-01-01 00:00:00.000", null);
        expect(
                call(DATE_TRUNC, "DATE", unit("MONTH"), input(0, "DATE")),
                List.of(column("DATE", date("2024-02-29"), null)),
                "2024-02-01",
                null);
        expect(
                call(DATE_TRUNC, "TIMESTAMP_LTZ(0)", unit("DAY"), input(0, "TIMESTAMP_LTZ(0)")),
                List.of(column("TIMESTAMP_LTZ(0)", micros("2024-07-01T23:00:00"), null)),
                "2024-07-02 00:00:00",
                null);
    }

    @Test
    void addsIntervals() {
        List<Column> dates = List.of(column("DATE", date("2024-01-31"), null));
        Expression date = input(0, "DATE");
        expect(call(ADD, "DATE", date, literal("INTERVAL YEAR TO MONTH", "1")), dates, "2024-02-29", null);
        expect(call(SUBTRACT, "DATE", date, literal("INTERVAL YEAR TO MONTH", "2")), dates, "2023-11-30", null);
        expect(call(ADD, "DATE", literal("INTERVAL DAY TO SECOND", "86400000000"), date), dates, "2024-02-01", null);
        expect(
                call(ADD, "TIMESTAMP(3)", date, literal("INTERVAL DAY TO SECOND", "1500000")),
                dates,
                "2024-01-31 00:00:01.500",
                null);
        List<Column> times = List.of(column("TIMESTAMP(6)", micros("2024-03-31T01:30:00"), null));
        Expression time = input(0, "TIMESTAMP(6)");
        expect(
                call(SUBTRACT, "TIMESTAMP(6)", time, literal("INTERVAL DAY TO SECOND", "60000000")),
                times,
                "2024-03-31 01:29:00.000000",
                null);
        expect(
                call(ADD, "TIMESTAMP(6)", time, literal("INTERVAL YEAR TO MONTH", "12")),
                times,
                "2025-03-31 01:30:00.000000",
                null);
        // The clocks of Berlin skip from 02:00 to 03:00 that night: an hour on the time line, a day on the calendar.
        List<Column> instants = List.of(column("TIMESTAMP_LTZ(0)", micros("2024-03-31T00:30:00"), null));
        Expression instant = input(0, "TIMESTAMP_LTZ(0)");
        expect(
                call(ADD, "TIMESTAMP_LTZ(0)", instant, literal("INTERVAL DAY TO SECOND", "3600000000")),
                instants,
                "2024-03-31 03:30:00",
                null);
        expect(
                call(ADD, "TIMESTAMP_LTZ(0)", instant, literal("INTERVAL YEAR TO MONTH", "1")),
                instants,
                "2024-04-30 01:30:00",
                null);
        expect(
                call(ADD, "TIME(0)", input(0, "TIME(0)"), literal("INTERVAL DAY TO SECOND", "7200000000")),
                List.of(column("TIME(0)", "82800000000", null)),
                "01:00:00",
                null);
        expect(
                call(
                        ADD,
                        "INTERVAL DAY TO SECOND",
                        literal("INTERVAL DAY TO SECOND", "5"),
                        literal("INTERVAL DAY TO SECOND", "6")),
                dates,
                "+0 00:00:00.000011",
                "+0 00:00:00.000011");
        expect(
                call(MULTIPLY, "INTERVAL YEAR TO MONTH", literal("INTERVAL YEAR TO MONTH", "7"), literal("INT", "-2")),
                dates,
                "-1-02",
                "-1-02");
    }

    @Test
    void addsAndCountsUnits() {
        List<Column> times = List.of(
                column("TIMESTAMP(3)", micros("2024-01-31T12:00:00"), micros("2024-03-01T00:00:00"), null),
                column(
                        "TIMESTAMP(3)",
                        micros("2024-02-29T11:59:59"),
                        micros("2023-02-01T00:00:01"),
                        micros("2024-01-01T00:00:00")));
        Expression first = input(0, "TIMESTAMP(3)");
        Expression second = input(1, "TIMESTAMP(3)");
        expect(
                call(TIMESTAMP_ADD, "TIMESTAMP(3)", unit("MONTH"), literal("INT", "1"), first),
                times,
                "2024-02-29 12:00:00.000",
                "2024-04-01 00:00:00.000",
                null);
        expect(
                call(TIMESTAMP_ADD, "TIMESTAMP(3)", unit("SQL_TSI_HOUR"), literal("BIGINT", "-1"), first),
                times,
                "2024-01-31 11:00:00.000",
                "2024-02-29 23:00:00.000",
                null);
        expect(
                call(TIMESTAMP_ADD, "TIMESTAMP(3)", unit("QUARTER"), literal("INT", "2"), first),
                times,
                "2024-07-31 12:00:00.000",
                "2024-09-01 00:00:00.000",
                null);
        expect(call(TIMESTAMP_DIFF, "INT", unit("DAY"), first, second), times, "28", "-393", null);
        expect(call(TIMESTAMP_DIFF, "INT", unit("MONTH"), first, second), times, "0", "-12", null);
        expect(call(TIMESTAMP_DIFF, "BIGINT", unit("SECOND"), first, second), times, "2505599", "-34041599", null);
        expect(
                call(SUBTRACT, "INTERVAL DAY TO SECOND", second, first),
                times,
                "+28 23:59:59.000000",
                "-393 23:59:59.000000",
                null);
        List<Column> dates = List.of(
                column("DATE", date("2024-03-01"), null), column("DATE", date("2024-02-01"), date("2024-02-01")));
        expect(call(SUBTRACT, "INT", input(0, "DATE"), input(1, "DATE")), dates, "29", null);
        expect(call(DATEDIFF, "INT", input(0, "DATE"), input(1, "DATE")), dates, "29", null);
        expect(call(DATEDIFF, "INT", first, second), times, "-29", "394", null);
        expect(call(DATE_ADD, "DATE", input(0, "DATE"), literal("INT", "-1")), dates, "2024-02-29", null);
        expect(call(DATE_SUB, "DATE", input(0, "DATE"), literal("INT", "1")), dates, "2024-02-29", null);
        expect(call(LAST_DAY, "DATE", input(1, "DATE")), dates, "2024-02-29", "2024-02-29");
    }

    @Test
    void monthsBetweenAgreeWithJavaTime() {
        Random random = new Random(8L);
        for (int round = 0; round < 500; round++) {
            LocalDateTime from = LocalDateTime.of(1990, 1, 1, 0, 0).plusMinutes(random.nextInt(20_000_000));
            LocalDateTime to = LocalDateTime.of(1990, 1, 1, 0, 0).plusMinutes(random.nextInt(20_000_000));
            List<Column> columns = List.of(
                    column("TIMESTAMP(0)", micros(from.toString())), column("TIMESTAMP(0)", micros(to.toString())));
            assertThat(evaluate(
                            call(
                                    TIMESTAMP_DIFF,
                                    "INT",
                                    unit("MONTH"),
                                    input(0, "TIMESTAMP(0)"),
                                    input(1, "TIMESTAMP(0)")),
                            new Batch(columns)))
                    .as("months from %s to %s", from, to)
                    .containsExactly(Long.toString(ChronoUnit.MONTHS.between(from, to)));
        }
    }

    @Test
    void formatsAndParsesByPattern() {
        List<Column> times = List.of(column("TIMESTAMP(3)", micros("2024-08-05T03:07:09.120"), null));
        Expression time = input(0, "TIMESTAMP(3)");
        expect(
                call(DATE_FORMAT, "STRING", time, literal("STRING", "yyyy-MM-dd HH:mm:ss.SSS")),
                times,
                "2024-08-05 03:07:09.120",
                null);
        expect(call(DATE_FORMAT, "STRING", time, literal("STRING", "yyyyMMdd")), times, "20240805", null);
        expect(
                call(DATE_FORMAT, "STRING", time, literal("STRING", "EEE d MMM yy, h 'o''clock' a")),
                times,
                "Mon 5 Aug 24, 3 o'clock AM",
                null);
        expect(
                call(DATE_FORMAT, "STRING", input(0, "STRING"), literal("STRING", "HH:mm")),
                List.of(column("STRING", "2024-08-05 13:07:00", null)),
                "13:07",
                null);
        expect(
                call(FROM_UNIXTIME, "STRING", input(0, "BIGINT")),
                List.of(column("BIGINT", "0", null)),
                "1970-01-01 01:00:00",
                null);
        expect(
                call(FROM_UNIXTIME, "STRING", input(0, "BIGINT"), literal("STRING", "yyyy")),
                List.of(column("BIGINT", "0", null)),
                "1970",
                null);
        expect(
                call(TO_DATE, "DATE", input(0, "STRING")),
                List.of(column("STRING", "2024-08-05", "nonsense", null)),
                "2024-08-05",
                null,
                null);
        expect(
                call(TO_DATE, "DATE", input(0, "STRING"), literal("STRING", "dd.MM.yyyy")),
                List.of(column("STRING", "05.08.2024", "2024-08-05", null)),
                "2024-08-05",
                null,
                null);
        expect(
                call(TO_TIMESTAMP, "TIMESTAMP(3)", input(0, "STRING")),
                List.of(column("STRING", "2024-08-05 01:02:03.5", "x", null)),
                "2024-08-05 01:02:03.500",
                null,
                null);
        expect(
                call(TO_TIMESTAMP, "TIMESTAMP(3)", input(0, "STRING"), literal("STRING", "yyyyMMddHHmmss")),
                List.of(column("STRING", "20240805010203", null)),
                "2024-08-05 01:02:03.000",
                null);
        expect(
                call(UNIX_TIMESTAMP, "BIGINT", input(0, "STRING")),
                List.of(column("STRING", "1970-01-01 01:00:01", "x", null)),
                "1",
                null,
                null);
        expect(
                call(UNIX_TIMESTAMP, "BIGINT", input(0, "STRING"), literal("STRING", "yyyy")),
                List.of(column("STRING", "1970", null)),
                "-3600",
                null);
        expect(call(UNIX_TIMESTAMP, "BIGINT", time), times, "1722820029", null);
        assertThatThrownBy(
                        () -> evaluate(call(DATE_FORMAT, "STRING", time, literal("STRING", "bogus")), new Batch(times)))
                .hasMessageContaining("'bogus' is no date pattern");
    }

    @Test
    void currentTimeIsTheStatementsStartInTheSessionsZone() {
        List<Column> rows = List.of(column("INT", "1", "2"));
        expect(call(CURRENT_DATE, "DATE"), rows, "2023-11-14", "2023-11-14");
        expect(call(CURRENT_TIMESTAMP, "TIMESTAMP_LTZ(3)"), rows, "2023-11-14 23:13:20.123", "2023-11-14 23:13:20.123");
        expect(call(LOCALTIMESTAMP, "TIMESTAMP(3)"), rows, "2023-11-14 23:13:20.123", "2023-11-14 23:13:20.123");
        expect(call(CURRENT_TIME, "TIME(0)"), rows, "23:13:20", "23:13:20");
        expect(call(UNIX_TIMESTAMP, "BIGINT"), rows, "1700000000", "1700000000");
    }

    @Test
    void zoneOffsetsAgreeWithJavaTime() {
        long seed = 31L;
        Random random = new Random(seed);
        for (String name : List.of(
                "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC", "Pacific/Apia")) {
            ZoneId zone = ZoneId.of(name);
            ZoneOffsets offsets = new ZoneOffsets(zone);
            for (int round = 0; round < 3000; round++) {
                long second =
                        random.nextInt(4) == 0 ? near(zone, random) : random.nextInt(2_000_000_000) - 300_000_000L;
                LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochSecond(second), zone);
                assertThat(offsets.toLocal(second * 1_000_000 + 7))
                        .as("%s %d", zone, second)
                        .isEqualTo(local.toEpochSecond(ZoneOffset.UTC) * 1_000_000 + 7);
                LocalDateTime clock = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
                assertThat(offsets.toInstant(second * 1_000_000 + 7))
                        .as("%s at %s", zone, clock)
                        .isEqualTo(clock.atZone(zone).toEpochSecond() * 1_000_000 + 7);
            }
        }
    }

    /** A second close to a transition. */
    private static long near(ZoneId zone, Random random) {
        Instant start = Instant.ofEpochSecond(random.nextInt(1_700_000_000));
        var transition = zone.getRules().nextTransition(start);
        long around = random.nextInt(40_000) - 20_000L;
        return (transition == null ? start : transition.getInstant()).getEpochSecond() + around;
    }
}
