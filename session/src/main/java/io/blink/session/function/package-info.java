/** Users' functions of a session: which names mean which classes, their jars, and how these get to where jobs run. Used by the session's thread. */
package io.blink.session.function;
