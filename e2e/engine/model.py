"""Makes a language model of random weights, small enough to be made on the spot: one layer of the Llama architecture over single bytes.

What it says is nonsense by construction. Only the likelihood of single bytes is set, so that its strings have letters and come to an end.
"""

import sys

import gguf
import numpy

WIDTH = 32
HEADS = 4
HIDDEN = 64
CONTEXT = 65536
BYTES = 3  # the place of byte 0 among the tokens: behind the unknown token, the begin and the end
TEMPLATE = (
    "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}assistant: "
)


def likelihood(byte):
    """How likely a byte is, as an addition to its score."""
    character = chr(byte)
    likely = {"{": 4.5, '"': 4.0, "}": 3.0, "]": 2.5, ",": 2.0, " ": 1.0}
    if character in likely:
        return likely[character]
    if character.islower() and byte < 128:
        return 1.5
    return -3.0 if byte >= 128 or byte < 32 or character == "\\" else 0.0


def main(path):
    random = numpy.random.default_rng(4711)
    tokens = [b"<unk>", b"<s>", b"</s>"] + [f"<0x{byte:02X}>".encode() for byte in range(256)]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL] + [
        gguf.TokenType.BYTE
    ] * 256

    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("random bytes")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)

    def weights(*shape):
        return random.normal(0.0, 0.2, shape).astype(numpy.float32)

    # The first number of every embedding is the same, so that the first column of the output acts as a bias.
    embedding = weights(len(tokens), WIDTH)
    embedding[:, 0] = 4.0
    output = weights(len(tokens), WIDTH) * 0.25
    bias = [0.0, 0.0, -5.0] + [likelihood(byte) for byte in range(256)]
    output[:, 0] = numpy.array(bias, dtype=numpy.float32) / 4.0
    writer.add_tensor("token_embd.weight", embedding)
    writer.add_tensor("output.weight", output)
    writer.add_tensor("output_norm.weight", numpy.ones(WIDTH, dtype=numpy.float32))
    writer.add_tensor("blk.0.attn_norm.weight", numpy.ones(WIDTH, dtype=numpy.float32))
    writer.add_tensor("blk.0.ffn_norm.weight", numpy.ones(WIDTH, dtype=numpy.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        writer.add_tensor(f"blk.0.{name}.weight", weights(WIDTH, WIDTH))
    writer.add_tensor("blk.0.ffn_gate.weight", weights(HIDDEN, WIDTH))
    writer.add_tensor("blk.0.ffn_up.weight", weights(HIDDEN, WIDTH))
    writer.add_tensor("blk.0.ffn_down.weight", weights(WIDTH, HIDDEN))

    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    main(sys.argv[1])
