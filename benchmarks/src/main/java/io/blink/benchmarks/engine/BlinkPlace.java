package io.blink.benchmarks.engine;

import java.util.List;
import java.util.Map;

/** Where a Blink that is measured finds its files and its workers. Used by one thread. */
interface BlinkPlace {
    /** Before the first run: brings up what is missing. May block for minutes. */
    void begin();

    /** Behind {@code blink sql}. */
    List<String> target();

    /** Added to the environment of the command. */
    Map<String, String> environment();

    /** URI of the folder of a table. */
    String location(String table);

    /** The most megabytes that the processes of the engine held so far; 0 when nobody can tell. */
    long peakMegabytes(Process command);

    /** After the last run, whether it worked or not. */
    void end();
}
