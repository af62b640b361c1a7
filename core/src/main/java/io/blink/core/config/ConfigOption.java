package io.blink.core.config;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One setting: its key, how its text is read, its default and what it does. Declared as a constant beside the code that reads it.
 *
 * @param defaultText the default as a user would write it, or {@code null} if there is none
 * @param aliases older or foreign keys that mean the same
 */
public record ConfigOption<T>(
        String key, Function<String, T> parser, String defaultText, String description, List<String> aliases) {
    public ConfigOption {
        requireNonNull(key, "key");
        requireNonNull(parser, "parser");
        requireNonNull(description, "description");
        aliases = List.copyOf(aliases);
    }

    public static ConfigOption<String> string(String key, String defaultText, String description, String... aliases) {
        return new ConfigOption<>(key, text -> text, defaultText, description, List.of(aliases));
    }

    public static ConfigOption<Integer> integer(String key, String defaultText, String description, String... aliases) {
        return new ConfigOption<>(
                key,
                text -> parseNumber(Integer::valueOf, text, "a whole number"),
                defaultText,
                description,
                List.of(aliases));
    }

    public static ConfigOption<Long> longInteger(
            String key, String defaultText, String description, String... aliases) {
        return new ConfigOption<>(
                key,
                text -> parseNumber(Long::valueOf, text, "a whole number"),
                defaultText,
                description,
                List.of(aliases));
    }

    public static ConfigOption<Double> decimal(String key, String defaultText, String description, String... aliases) {
        return new ConfigOption<>(
                key,
                text -> parseNumber(Double::valueOf, text, "a number"),
                defaultText,
                description,
                List.of(aliases));
    }

    public static ConfigOption<Boolean> bool(String key, String defaultText, String description, String... aliases) {
        return new ConfigOption<>(key, ConfigOption::parseBoolean, defaultText, description, List.of(aliases));
    }

    /** A duration such as {@code 10 s}, {@code 500ms}, {@code 1 min}; a bare number counts milliseconds. */
    public static ConfigOption<Duration> duration(
            String key, String defaultText, String description, String... aliases) {
        return new ConfigOption<>(key, Durations::parse, defaultText, description, List.of(aliases));
    }

    /** A size such as {@code 64mb}, {@code 1 g}; a bare number counts bytes. */
    public static ConfigOption<DataSize> size(String key, String defaultText, String description, String... aliases) {
        return new ConfigOption<>(key, DataSize::parse, defaultText, description, List.of(aliases));
    }

    public static <E extends Enum<E>> ConfigOption<E> choice(
            String key, Class<E> type, String defaultText, String description, String... aliases) {
        return new ConfigOption<>(key, text -> parseChoice(type, text), defaultText, description, List.of(aliases));
    }

    /** Reads {@code text}; the error names the key, the value and what is wrong with it. */
    public T parse(String text) {
        try {
            return parser.apply(text.trim());
        } catch (IllegalArgumentException e) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + key + "' = '" + text + "' cannot be read: " + e.getMessage() + ". " + description,
                    e);
        }
    }

    private static <N> N parseNumber(Function<String, N> parser, String text, String expected) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected + " is expected", e);
        }
    }

    private static Boolean parseBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is expected");
        };
    }

    /** The constant of that name, in any case, with {@code -} for {@code _}. */
    public static <E extends Enum<E>> E parseChoice(Class<E> type, String text) {
        String wanted = text.replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(wanted)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("one of " + Arrays.toString(type.getEnumConstants()) + " is expected");
    }
}
