/**
 * From SQL text to a running job: {@link io.blink.session.Session} keeps what statements leave behind (settings, current database, temporary objects) and hands
 * each statement to the family that runs it. A session is used by one thread at a time; cancelling a result is allowed from any.
 */
package io.blink.session;
