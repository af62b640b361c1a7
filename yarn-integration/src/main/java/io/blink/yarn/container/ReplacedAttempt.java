package io.blink.yarn.container;

import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.token.SecretManager;

/**
 * Whether the ResourceManager's answer says that this attempt is over. One that it has given up long ago has no token any more: it is refused before anybody looks whether the attempt is
 * known, and that will not change.
 */
final class ReplacedAttempt {
    private static final int CAUSES_MAX = 20;

    private ReplacedAttempt() {}

    static boolean is(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof SecretManager.InvalidToken
                    || (cause instanceof RemoteException remote
                            && remote.getClassName().equals(SecretManager.InvalidToken.class.getName()))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
