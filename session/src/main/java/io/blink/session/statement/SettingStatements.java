package io.blink.session.statement;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.session.SessionErrorCode;
import io.blink.session.SessionOptions;
import io.blink.session.StatementResult;
import io.blink.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** SET and RESET. */
public final class SettingStatements {
    private final SessionContext context;
    private final Consumer<String> notices;

    /** @param notices told once for each key without effect */
    public SettingStatements(SessionContext context, Consumer<String> notices) {
        this.context = context;
        this.notices = notices;
    }

    public StatementResult set(Statement.Set set) {
        if (set.key().isEmpty()) {
            return show(new TreeMap<>(context.settings().asMap()));
        }
        String key = set.key().get();
        if (set.value().isEmpty()) {
            context.settingKeys().checkKnown(key);
            Map<String, String> one = new TreeMap<>();
            String value = context.settings().asMap().get(key);
            one.put(
                    key,
                    value != null ? value : context.settingKeys().defaultOf(key).orElse(null));
            return show(one);
        }
        change(key, set.value().get());
        return new StatementResult.Done(0);
    }

    private void change(String key, String value) {
        context.settingKeys().check(key, value).ifPresent(notices);
        if (key.equals(SessionOptions.TIME_ZONE.key()) && !SessionContext.isZone(value)) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_SETTING,
                    "'" + key + "' = '" + value
                            + "' is no time zone; give a name such as 'Europe/Berlin', 'UTC' or '+02:00'.");
        }
        context.changeSettings(context.settings().with(key, value));
    }

    private static StatementResult show(Map<String, String> settings) {
        TextTable table = new TextTable("key", "value");
        settings.forEach(table::add);
        return table.result(0);
    }

    public StatementResult reset(Statement.Reset reset) {
        if (reset.key().isEmpty()) {
            context.changeSettings(context.initialSettings());
            return new StatementResult.Done(0);
        }
        String key = reset.key().get();
        context.settingKeys().checkKnown(key);
        String initial = context.initialSettings().asMap().get(key);
        Configuration without = context.settings().without(key);
        context.changeSettings(initial == null ? without : without.with(key, initial));
        return new StatementResult.Done(0);
    }
}
