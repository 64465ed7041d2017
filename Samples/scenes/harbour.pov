// A harbour in the afternoon: a lighthouse on a rock, sailing boats, fishing
// boats at a jetty, a village on the far shore.
// SPDX-License-Identifier: MIT

#version 3.7;
#include "common.inc"

global_settings { assumed_gamma 1.0 max_trace_level 6 }

#declare Chance = seed(1871);
#declare Sun = vnormalize(<-0.75, 0.48, -0.55>);

camera {
  location <0, 4.6, -32>
  right x * image_width / image_height
  direction z
  angle 48
  look_at <1.5, 7.2, 40>
}

light_source {
  Sun * 20000
  color rgb <1.0, 0.86, 0.66> * 2.3
  area_light 260 * x, 260 * vnormalize(vcross(Sun, x)), 4, 4 adaptive 1 jitter circular orient
}
// The light of the sky, which casts no shadow that one would see.
light_source { <200, 900, 200> color rgb <0.30, 0.40, 0.56> * 0.75 shadowless }
light_source { <300, 200, -900> color rgb <0.28, 0.31, 0.36> * 0.55 shadowless }

sky_sphere {
  pigment {
    gradient y
    color_map {
      [0.00 color srgb <0.93, 0.87, 0.76>]
      [0.06 color srgb <0.82, 0.86, 0.86>]
      [0.20 color srgb <0.55, 0.72, 0.86>]
      [0.55 color srgb <0.24, 0.46, 0.72>]
    }
  }
  CloudPigment(1.5, 0.52, Sun, <1.05, 0.98, 0.88>, <0.46, 0.52, 0.62>, 3.3)
}

// Haze that lies on the water, so that the sky above stays clear.
fog { fog_type 2 distance 1300 fog_offset 6 fog_alt 14 color srgb <0.84, 0.85, 0.84> }

// The sea: swell, waves and ripples, each at its own scale and direction.
plane {
  y, 0
  texture {
    pigment { color srgb <0.05, 0.19, 0.24> }
    normal {
      average
      normal_map {
        [1.0 bumps 0.50 scale <3.2, 1, 1.3> rotate 12 * y]
        [1.0 bumps 0.42 scale <1.1, 1, 0.5> rotate -20 * y]
        [0.7 wrinkles 0.40 scale <2.4, 1, 1.1> rotate 30 * y]
        [1.0 bumps 0.50 scale <9, 1, 3.5> rotate 5 * y]
      }
    }
    finish {
      ambient 0 diffuse 0.55 specular 0.5 roughness 0.004
      reflection { 0.03, 0.95 fresnel on } conserve_energy
    }
  }
  interior { ior 1.33 }
}

// ---------------------------------------------------------------- headland

#declare RockLevel = function(x, z) {
  max(0, 1 - pow(x / 0.46, 2) - pow(z / 0.42, 2))
}
#declare Headland = height_field {
  function 420, 420 {
    min(0.98,
      0.62 * pow(RockLevel(x - 0.5, y - 0.5), 0.4) * (0.30 + 1.0 * Fractal(x * 6, y * 6, 0.3))
      + 0.34 * (FineFractal(x * 16, y * 16, 4.2) - 0.5) * min(1, 4 * RockLevel(x - 0.5, y - 0.5)))
  }
  smooth
  translate <-0.5, 0, -0.5>
  texture {
    pigment {
      slope { y }
      pigment_map {
        [0.84 function { FineFractal(x * 18, y * 60, z * 18) }
          color_map { [0.25 color srgb <0.24, 0.20, 0.17>] [0.5 color srgb <0.46, 0.40, 0.34>] [0.75 color srgb <0.66, 0.60, 0.52>] }]
        [0.895 function { FineFractal(x * 30, 0, z * 30) }
          color_map { [0.3 color srgb <0.30, 0.36, 0.14>] [0.5 color srgb <0.46, 0.50, 0.20>] [0.7 color srgb <0.66, 0.62, 0.32>] }]
      }
    }
    normal { granite 0.5 scale 0.06 }
    finish { ambient 0 diffuse 0.85 }
  }
  scale <58, 9, 40>
  translate <0, -0.6, 0>
}
#declare HeadlandAt = <24, 0, 44>;
object { Headland translate HeadlandAt }

#declare WhitePaint = texture {
  pigment {
    function { Fractal(x * 1.1, y * 0.25, z * 1.1) }
    color_map { [0.25 color srgb <0.72, 0.67, 0.60>] [0.5 color srgb <0.93, 0.91, 0.87>] [0.8 color srgb <0.99, 0.98, 0.95>] }
  }
  normal { granite 0.06 scale 0.3 }
  finish { ambient 0 diffuse 0.82 }
}
#declare RedPaint = texture {
  pigment {
    function { Fractal(x * 1.1, y * 0.3, z * 1.1) }
    color_map { [0.25 color srgb <0.45, 0.10, 0.08>] [0.55 color srgb <0.74, 0.16, 0.12>] [0.8 color srgb <0.82, 0.26, 0.18>] }
  }
  finish { ambient 0 diffuse 0.8 specular 0.1 roughness 0.05 }
}
#declare Iron = texture { pigment { color srgb <0.16, 0.18, 0.20> } finish { ambient 0 diffuse 0.6 specular 0.3 roughness 0.04 } }

#declare Lighthouse = union {
  #declare Bands = 7;
  #for (Band, 0, Bands - 1)
    #declare Low = 2.35 - 1.05 * Band / Bands;
    #declare High = 2.35 - 1.05 * (Band + 1) / Bands;
    cone {
      <0, Band * 2, 0>, Low, <0, Band * 2 + 2, 0>, High
      #if (mod(Band, 2) = 0) texture { WhitePaint } #else texture { RedPaint } #end
    }
  #end
  #for (Window, 0, 3)
    union {
      box { <-0.34, 0, -0.2> <0.34, 1.15, 0.4> texture { WhitePaint } }
      box { <-0.24, 0.1, -0.24> <0.24, 1.05, 0.4> pigment { color srgb <0.08, 0.09, 0.11> } finish { ambient 0 diffuse 0.5 reflection 0.15 } }
      translate <0, 1.2 + 3.4 * Window, -2.15 + 0.075 * (1.2 + 3.4 * Window)>
      rotate (-14 + 18 * mod(Window, 2)) * y
    }
  #end
  cone { <0, 13.6, 0>, 1.4, <0, 14.2, 0>, 2.0 texture { WhitePaint } }
  cylinder { <0, 14.2, 0>, <0, 14.45, 0>, 2.1 texture { Iron } }
  #for (Post, 0, 23)
    cylinder { <1.98, 14.4, 0>, <1.98, 15.5, 0>, 0.035 texture { Iron } rotate Post * 15 * y }
  #end
  torus { 1.98, 0.045 translate 15.5 * y texture { Iron } }
  torus { 1.98, 0.03 translate 15.0 * y texture { Iron } }
  cylinder { <0, 14.4, 0>, <0, 15.0, 0>, 1.15 texture { RedPaint } }
  difference {
    cylinder { <0, 15, 0>, <0, 16.9, 0>, 1.08 }
    cylinder { <0, 14.9, 0>, <0, 17, 0>, 1.04 }
    pigment { color rgbf <0.9, 0.95, 1, 0.85> }
    finish { ambient 0 diffuse 0.2 specular 0.8 roughness 0.003 reflection 0.25 }
  }
  #for (Bar, 0, 9)
    cylinder { <1.1, 15, 0>, <1.1, 16.9, 0>, 0.035 texture { Iron } rotate (Bar * 36 + 9) * y }
  #end
  sphere { <0, 15.9, 0>, 0.45 pigment { color srgb <1, 0.93, 0.7> } finish { ambient 0 emission 1.4 diffuse 0.4 } }
  lathe {
    cubic_spline 7, <1.6, -0.4>, <1.35, 0>, <1.05, 0.45>, <0.6, 0.85>, <0.16, 1.1>, <0.08, 1.5>, <0, 1.7>
    translate 16.9 * y texture { RedPaint }
  }
  sphere { <0, 18.3, 0>, 0.18 texture { Iron } }
  cylinder { <0, 18.2, 0>, <0, 20, 0>, 0.035 texture { Iron } }
}

#macro OnHeadland(X, Z)
  #local N = <0, 0, 0>;
  (trace(Headland, <X, 50, Z>, -y, N) + HeadlandAt)
#end

object { Lighthouse translate OnHeadland(-8, -2) - 0.4 * y }
object { GableHouse(5.5, 3.2, 9, <0.85, 0.80, 0.70>, <0.36, 0.13, 0.08>, 3, 1, Chance) rotate 62 * y translate OnHeadland(-1.5, -4) - 0.5 * y }
object { GableHouse(4, 2.6, 6, <0.72, 0.62, 0.48>, <0.25, 0.11, 0.08>, 2, 1, Chance) rotate -20 * y translate OnHeadland(7, -3) - 0.5 * y }

// Bushes on the headland and boulders at its foot.
#declare Bush = LeafCrown(26, 90, 0.045, 0.5, Chance)
#for (I, 1, 120)
  #declare Place = <Between(-22, 24, Chance), 0, Between(-13, 12, Chance)>;
  #declare Ground = OnHeadland(Place.x, Place.z);
  #if (Ground.y > 2.6 & vlength(Place - <-8, 0, -2>) > 3.5 & vlength(Place - <-1, 0, -2>) > 5)
    object {
      Bush
      scale Between(0.8, 2.2, Chance) * <1.3, 0.8, 1.3>
      rotate 360 * rand(Chance) * y
      translate Ground - 0.3 * y
      pigment { color Varied(<0.10, 0.14, 0.045>, 0.45, Chance) }
      finish { ambient 0 diffuse 0.9 }
    }
  #end
#end
#for (I, 1, 420)
  #declare Turn = 2 * pi * rand(Chance);
  #declare Out = Between(0.84, 1.06, Chance);
  #declare Girth = 0.35 + 1.1 * pow(rand(Chance), 3);
  superellipsoid {
    <0.6, 0.7>
    scale Girth * <Between(0.8, 1.4, Chance), Between(0.5, 0.9, Chance), 1>
    rotate <Between(-25, 25, Chance), 360 * rand(Chance), Between(-25, 25, Chance)>
    translate HeadlandAt + <cos(Turn) * 27 * Out * 0.92, Between(-0.25, 0.35, Chance), sin(Turn) * 17 * Out * 0.95>
    pigment { color Varied(<0.20, 0.165, 0.13>, 0.45, Chance) }
    normal { granite 0.5 scale 0.8 }
    finish { ambient 0 diffuse 0.85 specular 0.1 roughness 0.05 }
  }
#end

// ------------------------------------------------------------------- boats

// A hull of Long metres: the half breadth narrows to the bow (+x), the deck
// line rises to both ends.
#macro Hull(Long, Broad, High, Paint, Stripe)
  #local Half = function(T, H) {
    Broad / 2 * (1 - pow(abs(1.55 * max(T - 0.38, -0.38) / 0.961), 2.2)) * pow(max(H, 0.0001), 0.36) * (0.82 + 0.18 * H) * min(1, 0.62 + 2.6 * T)
  }
  #local Sheer = function(T) { High * (0.80 + 0.75 * pow(T - 0.42, 2) / 0.18 * 0.55) }
  #local Steps = 28;
  #local Levels = 9;
  #local Skin = function(T, H) { max(0, Half(T, H)) }
  union {
    #for (L, 0, Levels - 1)
      mesh {
        #for (Side, -1, 1, 2)
          #for (I, 0, Steps - 1)
            #local T0 = I / Steps; #local T1 = (I + 1) / Steps;
            #local H0 = L / Levels; #local H1 = (L + 1) / Levels;
            #local A = <T0 * Long + 0.10 * Long * H0 * T0, Sheer(T0) * H0 - 0.35, Side * Skin(T0, H0)>;
            #local B = <T1 * Long + 0.10 * Long * H0 * T1, Sheer(T1) * H0 - 0.35, Side * Skin(T1, H0)>;
            #local C = <T1 * Long + 0.10 * Long * H1 * T1, Sheer(T1) * H1 - 0.35, Side * Skin(T1, H1)>;
            #local D = <T0 * Long + 0.10 * Long * H1 * T0, Sheer(T0) * H1 - 0.35, Side * Skin(T0, H1)>;
            triangle { A, B, C }
            triangle { A, C, D }
          #end
        #end
        #for (Side, 0, 1)
          #local S = L / Levels + Side / Levels;
          triangle {
            <0.001, Sheer(0) * L / Levels - 0.35, -Skin(0, L / Levels)>,
            <0.001, Sheer(0) * (L + 1) / Levels - 0.35, (2 * Side - 1) * Skin(0, (L + 1) / Levels)>,
            <0.001, Sheer(0) * (L + Side) / Levels - 0.35, Skin(0, (L + Side) / Levels)>
          }
        #end
        pigment {
          function { Fractal(x * 1.5, y * 3, z) }
          #if (L = Levels - 2) #local P = Stripe; #else #if (L < 4) #local P = <0.16, 0.04, 0.03>; #else #local P = Paint; #end #end
          color_map { [0.3 color P * 0.75] [0.55 color P] }
        }
        finish { ambient 0 diffuse 0.8 specular 0.25 roughness 0.02 reflection 0.03 }
      }
    #end
    // Deck and rail.
    mesh {
      #for (I, 0, Steps - 1)
        #local T0 = I / Steps; #local T1 = (I + 1) / Steps;
        #local A = <T0 * Long * 1.09, Sheer(T0) * 0.86 - 0.35, Skin(T0, 0.86)>;
        #local B = <T1 * Long * 1.09, Sheer(T1) * 0.86 - 0.35, Skin(T1, 0.86)>;
        triangle { A, B, B * <1, 1, -1> }
        triangle { A, B * <1, 1, -1>, A * <1, 1, -1> }
      #end
      pigment { wood turbulence 0.05 scale <3, 0.12, 0.12> color_map { [0 color srgb <0.62, 0.45, 0.28>] [1 color srgb <0.44, 0.29, 0.17>] } }
      finish { ambient 0 diffuse 0.8 }
    }
    #for (Side, -1, 1, 2)
      #for (I, 0, Steps - 2)
        #local T0 = I / Steps; #local T1 = (I + 1) / Steps;
        cylinder {
          <T0 * Long * 1.1, Sheer(T0) - 0.35, Side * Skin(T0, 1)>, <T1 * Long * 1.1, Sheer(T1) - 0.35, Side * Skin(T1, 1)>, 0.05
          pigment { color srgb <0.42, 0.26, 0.15> } finish { ambient 0 diffuse 0.8 }
        }
      #end
    #end
  }
#end

// A sail as a bellied sheet between three corners.
#macro Sail(Tack, Clew, Head, Belly, Cloth)
  #local N = 12;
  mesh {
    #for (I, 0, N - 1)
      #for (J, 0, N - 1)
        #for (Half, 0, 1)
          #if (Half = 0) #local Us = array[3] { I, I + 1, I + 1 } #local Vs = array[3] { J, J, J + 1 }
          #else #local Us = array[3] { I, I + 1, I } #local Vs = array[3] { J, J + 1, J + 1 } #end
          #local P = array[3];
          #for (K, 0, 2)
            #local U = Us[K] / N; #local V = Vs[K] / N;
            #local Q = Tack * (1 - U) * (1 - V) + Clew * U * (1 - V) + Head * V;
            #local P[K] = Q + Belly * sin(pi * min(1, U * 0.95 + 0.05)) * sin(pi * (0.12 + 0.88 * V)) * (1 - V * 0.5);
          #end
          triangle { P[0], P[1], P[2] }
        #end
      #end
    #end
    texture {
      pigment {
        gradient y scale 1.1
        color_map { [0 color Cloth * 0.82] [0.035 color Cloth * 0.82] [0.04 color Cloth] [1 color Cloth * 0.96] }
      }
      normal { gradient y 0.12 scale 1.1 }
      finish { ambient 0 diffuse 0.75 emission Cloth * 0.10 }
    }
  }
#end

#declare Wood = texture {
  pigment { color srgb <0.50, 0.34, 0.20> }
  finish { ambient 0 diffuse 0.8 specular 0.15 roughness 0.03 }
}

#macro SailingBoat(Long, Paint, Stripe, Cloth, Second)
  #local Mast = Long * 1.35;
  #local At = Long * 0.58;
  union {
    Hull(Long, Long * 0.30, Long * 0.17, Paint, Stripe)
    cylinder { <At, 0, 0>, <At, Mast, 0>, 0.07 texture { Wood } }
    cylinder { <At, Long * 0.23, 0>, <Long * 0.04, Long * 0.25, Long * 0.07>, 0.05 texture { Wood } }
    Sail(<At - 0.1, Long * 0.26, 0>, <Long * 0.05, Long * 0.28, Long * 0.07>, <At - 0.1, Mast * 0.96, 0>, <0, 0, Long * 0.10>, Cloth)
    Sail(<Long * 1.1, Long * 0.17, 0>, <At - 0.05 * Long, Long * 0.22, Long * 0.09>, <At + 0.05, Mast * 0.86, 0>, <0, 0, Long * 0.09>, Second)
    cylinder { <Long * 1.1, Long * 0.16, 0>, <At, Mast * 0.88, 0>, 0.018 texture { Iron } }
    cylinder { <0.1, Long * 0.15, 0>, <At, Mast, 0>, 0.018 texture { Iron } }
    #for (Side, -1, 1, 2)
      cylinder { <At - 0.3, Long * 0.12, Side * Long * 0.13>, <At, Mast * 0.8, 0>, 0.016 texture { Iron } }
    #end
    box { <At - Long * 0.28, Long * 0.08, -Long * 0.075> <At - 0.2, Long * 0.19, Long * 0.075> texture { WhitePaint } }
    // The helmsman.
    union {
      cone { <0, 0, 0>, 0.24, <0, 0.75, 0>, 0.17 pigment { color srgb <0.75, 0.30, 0.15> } }
      sphere { <0, 0.93, 0>, 0.14 pigment { color srgb <0.72, 0.50, 0.38> } }
      translate <Long * 0.14, Long * 0.11, -0.1>
      finish { ambient 0 diffuse 0.8 }
    }
  }
#end

#macro FishingBoat(Long, Paint, Stripe, Cabin)
  union {
    Hull(Long, Long * 0.34, Long * 0.22, Paint, Stripe)
    union {
      difference {
        box { <0, 0, -Long * 0.1> <Long * 0.22, Long * 0.24, Long * 0.1> }
        box { <0.02 * Long, 0.13 * Long, -Long> <Long * 0.10, Long * 0.20, Long> }
        box { <0.12 * Long, 0.13 * Long, -Long> <Long * 0.20, Long * 0.20, Long> }
        box { <-Long, 0.13 * Long, -Long * 0.07> <Long, Long * 0.20, Long * 0.07> }
        pigment { color Cabin }
      }
      box { <0.01, 0.05, -Long * 0.09> <Long * 0.21, Long * 0.22, Long * 0.09> pigment { color srgb <0.10, 0.13, 0.15> } finish { ambient 0 diffuse 0.5 reflection 0.15 } }
      box { <-0.15, Long * 0.24, -Long * 0.115> <Long * 0.25, Long * 0.255, Long * 0.115> pigment { color srgb <0.92, 0.90, 0.85> } }
      translate <Long * 0.52, Long * 0.13, 0>
      finish { ambient 0 diffuse 0.8 }
    }
    cylinder { <Long * 0.48, 0, 0>, <Long * 0.48, Long * 0.85, 0>, 0.06 texture { Wood } }
    cylinder { <Long * 0.48, Long * 0.35, 0>, <Long * 0.02, Long * 0.62, 0>, 0.045 texture { Wood } }
    cylinder { <Long * 0.48, Long * 0.8, 0>, <Long * 1.08, Long * 0.24, 0>, 0.014 texture { Iron } }
    cylinder { <Long * 0.48, Long * 0.8, 0>, <Long * 0.02, Long * 0.62, 0>, 0.014 texture { Iron } }
    // Crates, floats and a ring.
    #for (I, 1, 9)
      box {
        <-0.28, 0, -0.2> <0.28, 0.26, 0.2>
        rotate 40 * rand(Chance) * y
        translate <Long * Between(0.12, 0.42, Chance), Long * 0.14 + 0.26 * mod(I, 2), Long * Between(-0.08, 0.08, Chance)>
        pigment { color Varied(<0.28, 0.16, 0.07>, 0.5, Chance) } finish { ambient 0 diffuse 0.8 }
      }
    #end
    #for (I, 1, 7)
      sphere {
        <Long * (0.1 + 0.11 * I), Long * 0.11, -Long * 0.168>, 0.2
        pigment { color #if (mod(I, 2)) srgb <0.88, 0.42, 0.10> #else srgb <0.92, 0.90, 0.86> #end }
        finish { ambient 0 diffuse 0.8 specular 0.2 }
      }
    #end
  }
#end

#declare Canvas = <0.86, 0.81, 0.70>;
#declare Tan = <0.52, 0.17, 0.07>;
object { SailingBoat(8.5, <0.80, 0.79, 0.76>, <0.03, 0.10, 0.26>, Canvas, Canvas) rotate -24 * y translate <-15, 0, 22> }
object { SailingBoat(7, <0.03, 0.08, 0.16>, <0.8, 0.75, 0.6>, Tan, Tan) rotate 168 * y translate <-16, 0, 50> }
object { SailingBoat(8, <0.55, 0.09, 0.05>, <0.85, 0.8, 0.7>, Canvas, <0.70, 0.30, 0.12>) rotate 20 * y translate <-38, 0, 78> }
object { SailingBoat(9, <0.7, 0.7, 0.7>, <0.1, 0.1, 0.2>, Canvas, Canvas) rotate 150 * y translate <-9, 0, 120> }
object { SailingBoat(9, <0.7, 0.7, 0.7>, <0.1, 0.1, 0.2>, Tan, Canvas) rotate 10 * y translate <-60, 0, 150> }
object { FishingBoat(7.5, <0.05, 0.24, 0.36>, <0.85, 0.62, 0.12>, <0.80, 0.76, 0.66>) rotate <2, 18, 0> translate <0.4, 0, -7.5> }
object { FishingBoat(6.5, <0.50, 0.08, 0.05>, <0.88, 0.85, 0.78>, <0.12, 0.30, 0.26>) rotate <-2, 160, 0> translate <8.5, 0, 8> }

// -------------------------------------------------------------------- jetty

#declare Plank = box { <-1.35, 0, 0> <1.35, 0.09, 0.27> }
union {
  #for (I, 0, 88)
    object {
      Plank
      rotate Between(-0.8, 0.8, Chance) * y
      translate <Between(-0.06, 0.06, Chance), 1.5 + Between(-0.015, 0.015, Chance), I * 0.3>
      texture {
        pigment {
          function { Fractal(x * 2, y * 30, z * 14) }
          #declare Grey = Varied(<0.26, 0.19, 0.13>, 0.30, Chance);
          color_map { [0.3 color Grey * 0.55] [0.6 color Grey * 1.2] }
        }
        finish { ambient 0 diffuse 0.85 }
      }
    }
  #end
  #for (I, 0, 9)
    #for (Side, -1, 1, 2)
      cylinder {
        <1.3 * Side, -2, I * 2.9 + 0.5>, <1.3 * Side + Between(-0.05, 0.05, Chance), 2.3 + Between(-0.2, 0.35, Chance), I * 2.9 + 0.5>, 0.15
        texture {
          pigment {
            gradient y scale 6 translate -3 * y turbulence 0.04
            color_map { [0.50 color srgb <0.10, 0.12, 0.09>] [0.56 color srgb <0.20, 0.18, 0.13>] [0.65 color srgb <0.44, 0.36, 0.27>] [1 color srgb <0.58, 0.50, 0.40>] }
          }
          normal { wrinkles 0.5 scale <0.1, 0.6, 0.1> }
          finish { ambient 0 diffuse 0.85 }
        }
      }
      #if (I < 9)
        // A rope that hangs between the posts.
        #for (K, 0, 7)
          #declare F0 = K / 8; #declare F1 = (K + 1) / 8;
          cylinder {
            <1.3 * Side, 2.15 - 0.5 * 4 * F0 * (1 - F0), (I + F0) * 2.9 + 0.5>, <1.3 * Side, 2.15 - 0.5 * 4 * F1 * (1 - F1), (I + F1) * 2.9 + 0.5>, 0.035
            pigment { color srgb <0.72, 0.62, 0.45> } finish { ambient 0 diffuse 0.85 }
          }
        #end
      #end
    #end
  #end
  rotate -14 * y
  translate <6.2, 0, -26>
}

// ---------------------------------------------------------------- far shore

// (A height field of a function has its first row at the far side.)
#declare ShoreLevel = function(x, z) {
  max(0,
    min(1, 12 * (z - 0.02)) * 0.07
    + 1.25 * pow(Fractal(x * 5 + 2, z * 2, 8.8), 1.5) * pow(z, 1.15)
    + 0.05 * min(1, 2 * z) * (FineFractal(x * 40, z * 18, 2.2) - 0.5)) * max(0, min(1, 4.5 * (0.9 - x)))
}
#declare Shore = height_field {
  function 500, 200 { min(0.99, ShoreLevel(x, 1 - y)) }
  smooth
  translate <-0.5, 0, 0>
  pigment {
    function { FineFractal(x * 60, y * 10, z * 30) }
    color_map {
      [0.30 color srgb <0.20, 0.28, 0.16>]
      [0.48 color srgb <0.34, 0.41, 0.20>]
      [0.60 color srgb <0.52, 0.52, 0.28>]
      [0.75 color srgb <0.58, 0.50, 0.36>]
    }
  }
  finish { ambient 0 diffuse 0.85 }
  scale <620, 62, 170>
  translate <-70, -2, 215>
}
object { Shore }
#declare Crown = LeafCrown(30, 60, 0.05, 0.5, Chance)
#macro OnShore(X, Z)
  #local N = <0, 0, 0>;
  trace(Shore, <X, 300, Z>, -y, N)
#end
#for (I, 1, 900)
  #declare Ground = OnShore(Between(-330, 150, Chance), 222 + 150 * pow(rand(Chance), 1.6));
  #if (Ground.y > 1)
    object {
      Crown scale Between(4, 9, Chance) rotate 360 * rand(Chance) * y translate Ground
      pigment { color Varied(<0.075, 0.115, 0.045>, 0.5, Chance) } finish { ambient 0 diffuse 0.9 }
    }
  #end
#end
#declare Walls = array[6] { <0.82, 0.74, 0.60>, <0.80, 0.52, 0.34>, <0.84, 0.80, 0.74>, <0.62, 0.30, 0.22>, <0.82, 0.66, 0.36>, <0.52, 0.60, 0.62> }
#for (I, 1, 95)
  #declare Ground = OnShore(-120 + 125 * (rand(Chance) + rand(Chance) - 0.75), 231 + 62 * pow(rand(Chance), 1.3));
  #if (Ground.y > 0.2)
    object {
      GableHouse(Between(6, 10, Chance), Between(4, 9, Chance), Between(8, 13, Chance), Walls[floor(6 * rand(Chance))], Varied(<0.42, 0.15, 0.08>, 0.3, Chance), 3, 2, Chance)
      rotate (90 * floor(2 * rand(Chance)) + Between(-12, 12, Chance)) * y
      translate Ground - 1.5 * y
    }
  #end
#end
// The church of the village.
union {
  box { <-3, 0, -3> <3, 19, 3> texture { WhitePaint } }
  cone { <0, 19, 0>, 4, <0, 32, 0>, 0 pigment { color srgb <0.30, 0.36, 0.38> } finish { ambient 0 diffuse 0.8 } }
  box { <-0.7, 13, -3.1> <0.7, 16, 3.1> pigment { color srgb <0.12, 0.12, 0.14> } }
  translate OnShore(-84, 245) - y
}
box { <-260, -1, 223> <40, 2.2, 229> pigment { color srgb <0.62, 0.57, 0.49> } normal { granite 0.4 scale 3 } finish { ambient 0 diffuse 0.8 } }

// Gulls.
#for (I, 1, 16)
  union {
    #for (Side, -1, 1, 2)
      triangle { <-0.14, 0, 0>, <0.16, 0, 0>, <0.02, 0.18, Side * 0.42> }
      triangle { <-0.12, 0.18, Side * 0.42>, <0.10, 0.18, Side * 0.40>, <-0.16, 0.08, Side * 0.95> }
    #end
    sphere { 0, 0.12 scale <2.4, 0.8, 0.8> }
    pigment { color srgb <0.94, 0.94, 0.93> } finish { ambient 0 diffuse 0.85 }
    rotate <Between(-30, 30, Chance), 360 * rand(Chance), 0>
    translate <Between(-16, 22, Chance), Between(7, 17, Chance), Between(0, 45, Chance)>
  }
#end
