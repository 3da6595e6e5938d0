#ifndef RADERWERK_CCRYPTO_SHIM_H
#define RADERWERK_CCRYPTO_SHIM_H

// Makes the names that OpenSSL 3 deprecated unavailable rather than warned of.
#define OPENSSL_API_COMPAT 30000
#define OPENSSL_NO_DEPRECATED

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <openssl/rand.h>

/// A macro of macros, which Swift does not import.
static inline int ccrypto_public_key(void) {
    return EVP_PKEY_PUBLIC_KEY;
}

/// The builder keeps the pointer to a parameter's name. A string that Swift passes is gone after
/// the call, so the names must come from here.
static inline int ccrypto_push_rsa_numbers(
    OSSL_PARAM_BLD *builder, const BIGNUM *modulus, const BIGNUM *exponent) {
    return OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus) == 1
        && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent) == 1;
}

#endif
