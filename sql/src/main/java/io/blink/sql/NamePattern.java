package io.blink.sql;

/** The pattern of SHOW … LIKE. @param negated whether names are wanted that do not match */
public record NamePattern(String text, boolean negated) {}
