//! The collection of real citations, when it is there. Its words stay outside the project: a row is known by its line
//! and a hash of its first twelve characters; what it names is written here from the collection's own explanation.

use super::*;

/// Line, hash, targets joined with semicolons.
#[rustfmt::skip]
const NAMED: [(usize, u32, &str); 88] = [
    (2, 0x6b12_8012, "GB.344/INS/7;GB.344/PV paras 247-282"),
    (3, 0xb8a5_385a, "GB.346/INS/5 para 18"),
    (4, 0x73ff_c303, "GB.346/PFA/1;GB.346/INS/5"),
    (5, 0x1974_a058, "self decision 29"),
    (6, 0x2675_4751, "GB.346/INS/17/1"),
    (7, 0xbc06_3687, "outcome 7"),
    (8, 0x6c8b_708d, "outcome A"),
    (9, 0x63cb_455f, "SDG 8"),
    (10, 0x1653_e6e9, "self decision 15"),
    (11, 0x977f_3532, "self para 14"),
    (12, 0x060d_fc66, "GB.344/INS/8"),
    (13, 0xf6b0_c47b, "GB.343/INS/3/1"),
    (14, 0x0c0f_b19b, "C122"),
    (15, 0x0c0f_b19b, "R169"),
    (16, 0xb7fd_3899, "C131"),
    (17, 0x58ee_feb3, "R204"),
    (18, 0x2ed5_6a39, "C122;R204"),
    (19, 0x2a1e_4600, "C122;R169"),
    (20, 0xf79f_3257, "external paras 22-24"),
    (21, 0x8f3c_c422, ""),
    (22, 0x725b_b8b1, "output 3.1;output 4.3;output 5.3;output 6.1;output 7.4;output 8.1;output 8.3"),
    (23, 0x8268_c321, ""),
    (24, 0xdfae_3a13, "outcome 7"),
    (25, 0x8b01_1324, "GB.340/PFA/1"),
    (26, 0x1c2e_6c77, "GB.340/INS/18/6"),
    (27, 0x85c4_6609, "C190"),
    (28, 0xd239_7cc8, "C81;C129;P081"),
    (29, 0xb403_5d75, "C81;C129"),
    (30, 0x63cb_455f, "SDG 8"),
    (31, 0xef5b_4d10, "output A.1"),
    (32, 0x3c2b_b08c, ""),
    (33, 0x171f_1d81, "self paras 20-26"),
    (34, 0x6d97_4c92, ""),
    (35, 0x266a_03d4, "GB.300/11 para 16"),
    (36, 0x38a9_b407, "GB.301/1 para 3"),
    (37, 0xaedd_ec8f, "GB.335/INS/2/2 para 38"),
    (38, 0xaedd_ec8f, "GB.335/INS/5 paras 6-21"),
    (39, 0xaedd_ec8f, "GB.335/INS/PV paras 213-220,304(a)-304(b)"),
    (40, 0xf234_bdb0, "GB.336/INS/7 paras 8,9,11,12"),
    (41, 0x7a36_775e, "GB.341/INS/3/2(Add.1) para 5"),
    (42, 0xcbe1_fbc3, "GB.341/POL/3(Rev.1) para 22"),
    (43, 0x1d9e_6c70, ""),
    (44, 0x78fc_eec2, "constitution art 19;constitution art 22;constitution art 35"),
    (45, 0x57a1_2471, "external para 2(b)"),
    (46, 0x423e_c7f2, "GB.343/INS/INF/5(Rev.1)"),
    (47, 0x5811_5054, "self paras 29-32"),
    (48, 0x085c_a67f, "self decision 14"),
    (49, 0x1c54_7736, "self para 48;self decision 49"),
    (50, 0x04c9_493a, "GB.341/POL/3(Rev.1) appendix I;GB.341/POL/3(Rev.1) appendix II"),
    (51, 0xd0f6_04f3, "GB.338/INS/5;self para 68;self appendix II"),
    (52, 0x5089_c7fb, "constitution art 13(4)"),
    (53, 0x1f26_9abb, "standing-orders:ILC art 18"),
    (54, 0x02ec_1387, "constitution art 37(2)"),
    (55, 0x26cb_9ccf, "external para 15.2"),
    (56, 0xb0c2_4345, "C87;C29"),
    (57, 0xd2d7_f0ed, "GB.310/9/1 para 24;external para 21;GB.311/7/1 appendix I"),
    (58, 0xa28d_a2d8, "GB.335/INS/2/2 paras 25-35"),
    (59, 0x2743_6122, "external para 26"),
    (60, 0x9d32_4793, "GB.331/PFA/9 paras 17-23,52-57,109-116"),
    (61, 0x42d3_d133, "GB.341/POL/3(Rev.1) section II"),
    (62, 0xb80c_5190, ""),
    (63, 0x0f54_db1b, "GB.332/LILS/3"),
    (64, 0x9851_d996, "MLC"),
    (65, 0x6cfa_28e9, "standing-orders:ILC art 5;standing-orders:ILC art 26ter;GB.306/10/1 appendix II"),
    (66, 0x2f0b_be97, "self appendix I;self appendix II"),
    (67, 0xa677_e743, "GB.320/14/2;GB.320/INS/14/2 para 11"),
    (68, 0x1e20_56b4, ""),
    (69, 0xbde3_5106, "GB.320/INS/15/2 para 10"),
    (70, 0xbde3_5106, "GB.338/INS/17(Rev.1) para 9"),
    (71, 0x89a8_4293, "GB.340/INS/18(Rev.1) para 15"),
    (72, 0x6da3_1aea, "self decision 24"),
    (73, 0x4b1f_7c10, "constitution art 11"),
    (74, 0xfb97_5265, "SDG 8.8.2"),
    (75, 0xa064_b59e, "GB.338/INS/15;GB.340/INS/18(Rev.1)"),
    (76, 0x45ac_ef33, "GB.307/8 para 10"),
    (77, 0xec75_3bdd, "self decision 16"),
    (78, 0x8e0a_53b5, "GB.317/INS/13/7 para 4"),
    (79, 0xc7d8_5c35, ""),
    (80, 0xcbb6_7165, "GB.313/LILS/1"),
    (81, 0xd0b2_abdd, ""),
    (82, 0x20d6_a460, "GB.334/POL/3 appendix"),
    (83, 0x990f_8a61, "C185"),
    (84, 0x990f_8a61, "C87"),
    (85, 0x990f_8a61, "C29"),
    (86, 0x1106_34a1, "constitution art 24;constitution art 26"),
    (87, 0x82e1_3215, "GB.334/POL/3 part I"),
    (88, 0x3fdc_965a, "C4;C15;C28;C41;C60;C67"),
    (89, 0x0f9c_5df8, "self decision 19"),
];

fn hash(text: &str) -> u32 {
    let start: String = text.chars().take(12).collect();
    start.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[test]
fn every_row_of_the_collection_gives_its_meaning() {
    let Some(table) = shared("facts/crossrefs.tsv") else { return };
    let lines: Vec<&str> = table.lines().collect();
    let mut wrong = Vec::new();
    for (line, key, wanted) in NAMED {
        let mut fields = lines.get(line - 1).copied().unwrap_or("").split('\t');
        let (language, text) = (fields.next().unwrap_or(""), fields.next().unwrap_or(""));
        assert_eq!(hash(text), key, "line {line} of the collection is another than it was");
        // line 22 is a cell whose column header says that its numbers are outputs
        let column = (line == 22).then_some(Column::Outputs);
        let context = Context { language: language.parse().ok(), column, ..Context::default() };
        let found: Vec<String> = find(text, &context).iter().map(|citation| citation.target.to_string()).collect();
        if found.join(";") != wanted {
            wrong.push(format!("line {line}: wanted {wanted}, found {}", found.join(";")));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), NAMED.len(), wrong.join("\n"));
}
