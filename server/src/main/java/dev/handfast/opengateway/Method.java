package dev.handfast.opengateway;

import java.util.List;

/** One method of the dialect. Called by many threads. */
interface Method {
    /** The forms its business parameters may have: all that it reads of a call. */
    List<Shape> shapes();

    /** Carries the call out, or says why not; throws only where the outcome is not known. */
    Answer answer(Call call);

    /** How the REST form of the dialect spells a sub_code of this method's; most are the same. */
    default String restCode(String subCode) {
        return subCode;
    }
}
