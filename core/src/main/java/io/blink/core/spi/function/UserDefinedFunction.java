package io.blink.core.spi.function;

/** What all functions of users have. An instance belongs to one place in one task of a job; the planner makes others, which it never opens. */
public abstract class UserDefinedFunction {
    /** Called once before the first row, on a task's thread. */
    public void open(FunctionContext context) throws Exception {}

    /** Called once after the last row, also after a failure. */
    public void close() throws Exception {}

    /**
     * Whether equal arguments give equal results. Then calls may be computed once for many rows, while the statement is planned, or again; else each row that reaches the call has it
     * made exactly once.
     */
    public boolean isDeterministic() {
        return true;
    }
}
