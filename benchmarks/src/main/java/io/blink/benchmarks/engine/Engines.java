package io.blink.benchmarks.engine;

import java.nio.file.Path;

/** The engines, wired with what they share. */
public final class Engines {
    private final Path home;
    private final Resources resources;
    private final TableFiles tables;

    /** @param home the source tree */
    public Engines(Path home, Resources resources, TableFiles tables) {
        this.home = home;
        this.resources = resources;
        this.tables = tables;
    }

    public Engine engine(EngineName name) {
        EngineSettings settings = EngineSettings.load(name, resources);
        return name == EngineName.BLINK
                ? new BlinkEngine(home, settings, resources, tables)
                : new PeerEngine(name, settings, resources, tables);
    }
}
