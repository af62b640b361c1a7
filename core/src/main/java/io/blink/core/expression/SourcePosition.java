package io.blink.core.expression;

/** Where in its statement an expression was written, so that an error at run time can point there. Lines and columns count from 1. */
public record SourcePosition(int line, int column) {
    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
