package io.blink.core.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Settings as text, read through {@link ConfigOption}s. Immutable; keys keep their order. Which keys exist is checked where they come in. */
public final class Configuration {
    private static final Configuration EMPTY = new Configuration(Map.of());

    private final Map<String, String> values;

    @JsonCreator
    public Configuration(Map<String, String> values) {
        this.values = new LinkedHashMap<>(values);
    }

    public static Configuration empty() {
        return EMPTY;
    }

    /** The value, or the option's default, or an error that names the key if there is neither. */
    public <T> T get(ConfigOption<T> option) {
        return optional(option)
                .orElseThrow(() -> new BlinkException(
                        CoreErrorCode.INVALID_CONFIGURATION,
                        "'" + option.key() + "' is not set and has no default. " + option.description()));
    }

    /** The value or the option's default; empty if there is neither. */
    public <T> Optional<T> optional(ConfigOption<T> option) {
        String text = text(option);
        return text == null ? Optional.empty() : Optional.of(option.parse(text));
    }

    public boolean contains(ConfigOption<?> option) {
        return values.containsKey(option.key()) || option.aliases().stream().anyMatch(values::containsKey);
    }

    private String text(ConfigOption<?> option) {
        String text = values.get(option.key());
        for (int i = 0; text == null && i < option.aliases().size(); i++) {
            text = values.get(option.aliases().get(i));
        }
        return text == null ? option.defaultText() : text;
    }

    /** This configuration with one more value, replacing one of the same key. */
    public Configuration with(String key, String value) {
        return withAll(Map.of(key, value));
    }

    public Configuration withAll(Map<String, String> more) {
        Map<String, String> merged = new LinkedHashMap<>(values);
        merged.putAll(more);
        return new Configuration(merged);
    }

    public Configuration without(String key) {
        Map<String, String> fewer = new LinkedHashMap<>(values);
        fewer.remove(key);
        return new Configuration(fewer);
    }

    @JsonValue
    public Map<String, String> asMap() {
        return java.util.Collections.unmodifiableMap(values);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Configuration that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
