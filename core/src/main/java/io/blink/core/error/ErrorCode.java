package io.blink.core.error;

/**
 * One kind of failure that someone outside the code can see. Implemented by one enum per module, each in a number range of its own
 * ({@code core} 1000-1999, {@code formats} 2000-2999, {@code shuffle} 3000-3999, {@code state} 4000-4999, {@code hive} 5000-5999, {@code runtime}
 * 6000-6999, {@code sql} 7000-7999, {@code scheduler} 8000-8999, {@code session} 9000-9999, {@code yarn} 10000-10999, {@code client} 11000-11999,
 * {@code hadoop} 12000-12999).
 */
public interface ErrorCode {
    /** The stable upper-case name that users see and search for, for example {@code DIVISION_BY_ZERO}. */
    String name();

    /** The stable number, unique over all modules. */
    int number();

    ErrorType type();
}
