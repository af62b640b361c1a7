/** What executes plans: operators, tasks, exchanges, transport and the worker process. This package holds only what all of them share. */
package io.blink.runtime;
