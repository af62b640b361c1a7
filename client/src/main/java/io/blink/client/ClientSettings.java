package io.blink.client;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.hadoop.HadoopConfigurations;
import io.blink.session.local.LocalEngineOptions;
import io.blink.session.setting.SettingKeys;
import io.blink.yarn.YarnOptions;
import java.util.List;
import java.util.Map;

/** What commands start with: the settings of config.yaml with those of the command line over them, all keys known. */
public final class ClientSettings {
    private ClientSettings() {}

    /** Every key that the commands know. */
    static SettingKeys keys() {
        List<ConfigOption<?>> own = List.of(HadoopConfigurations.HADOOP_CONF_DIR);
        return new SettingKeys(List.of(LocalEngineOptions.all(), YarnOptions.all(), own));
    }

    /** Checked; where the environment names no folder with a config.yaml, the given ones alone. */
    public static Configuration with(Map<String, String> commandLine) {
        SettingKeys keys = keys();
        Configuration file = ConfigurationFile.ofEnvironment();
        keys.checkAll(file.asMap(), ConfigurationFile.nameOfEnvironment());
        keys.checkAll(commandLine, "given with -D");
        return file.withAll(commandLine);
    }
}
