package io.blink.core.spi.function;

/** What a function learns about where it runs. */
public interface FunctionContext {
    /** The name by which the statement calls it. */
    String getFunctionName();

    /** A setting of the job: what {@code SET 'key' = 'value'} gave it when it was planned. */
    String getJobParameter(String key, String defaultValue);

    /** Finds classes and resources of the function's jars. */
    ClassLoader getUserCodeClassLoader();
}
