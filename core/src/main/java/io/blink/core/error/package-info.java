/** Errors that leave a module. Thrown on any thread; retry policies read {@link io.blink.core.error.ErrorType}, never a message. */
package io.blink.core.error;
