package io.blink.core.function.user;

import io.blink.core.type.DataType;
import java.util.List;

/**
 * A signature for the arguments of a call.
 *
 * @param argumentTypes to which the arguments are converted; resolved again from these it is the same signature
 */
public record ResolvedSignature(Signature signature, List<DataType> argumentTypes, DataType result) {
    public ResolvedSignature {
        argumentTypes = List.copyOf(argumentTypes);
    }
}
